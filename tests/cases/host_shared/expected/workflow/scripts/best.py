"""Plain Python of main.py, lines 51 to 53, as the workflow runs it."""

from main import pick


def run(population, n):
    # main.py:51
    best = pick(population, n)
    again = pick(population, n)
    best.append(n)
    population_0 = population[0]
    population_1 = population[1]
    population_2 = population[2]
    population_2_and_others = (population_2, population_1, population_0, n)
    return best, again, population_0, population_1, population_2, population_2_and_others
