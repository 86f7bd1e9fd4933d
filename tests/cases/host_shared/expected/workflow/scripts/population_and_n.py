"""Plain Python of main.py, lines 55 to 56, as the workflow runs it."""

from main import members


def run(population, n):
    # main.py:55
    for each in members(population):
        each.append(n)
    return population, n
