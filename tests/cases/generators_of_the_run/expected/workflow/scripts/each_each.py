"""Plain Python of main.py, line 82, as the workflow runs it."""

from main import evens


def run(numbers_result):
    # main.py:82
    evens_result = evens(numbers_result)
    return evens_result
