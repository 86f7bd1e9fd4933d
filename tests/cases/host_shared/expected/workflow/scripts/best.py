"""Plain Python of main.py, lines 51 to 53, as the workflow runs it."""

from main import pick


def run(population, n):
    # main.py:51
    best = pick(population, n)
    again = pick(population, n)
    best.append(n)
    best_and_again_and_population = best, again, population
    return best, again, population, best_and_again_and_population
