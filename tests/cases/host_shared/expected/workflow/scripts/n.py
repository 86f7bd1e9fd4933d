"""Plain Python of main.py, lines 55 to 56, as the workflow runs it."""

from main import members


def run(population, population_2_and_others):
    population_2, population_1_2, population_0_2, n = population_2_and_others
    population[0] = population_0_2
    population[1] = population_1_2
    population[2] = population_2
    # main.py:55
    for each in members(population):
        each.append(n)
    population_0 = population[0]
    population_1 = population[1]
    return n, each, population_0, population_1
