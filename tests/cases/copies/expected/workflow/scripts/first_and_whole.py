"""Plain Python of main.py, line 45, as the workflow runs it."""

from main import halves


def run(rows_result):
    # main.py:45
    whole, first = halves(rows_result)
    first_and_whole = (first, whole)
    first_and_whole_2 = (first, whole)
    first_and_whole_3 = (first, whole)
    return first_and_whole, first_and_whole_2, first_and_whole_3
