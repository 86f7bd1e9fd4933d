"""Plain Python of main.py, lines 55 to 56, as the workflow runs it."""

from main import members


def run(n, best_and_again_and_population):
    best, again, population = best_and_again_and_population
    # main.py:55
    for each in members(population):
        each.append(n)
    return population, n
