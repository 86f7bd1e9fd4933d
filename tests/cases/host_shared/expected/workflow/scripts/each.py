"""Plain Python of main.py, lines 55 to 56, as the workflow runs it."""

from main import members


def run(population, n):
    # main.py:55
    for each in members(population):
        each.append(n)
    population_0 = population[0]
    population_1 = population[1]
    return n, each, population_0, population_1
