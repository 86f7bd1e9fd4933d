"""Plain Python of main.py, lines 55 to 57, as the workflow runs it."""

from main import best_of


def run(scaled):
    # main.py:55
    sums = [float(values.sum()) for values in scaled]
    best = best_of(sums)
    value = best / len(sums)
    return sums, best, value
