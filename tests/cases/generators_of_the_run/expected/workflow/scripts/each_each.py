"""Plain Python of main.py, line 91, as the workflow runs it."""

from main import evens


def run(numbers_result):
    # main.py:91
    evens_result = evens(numbers_result)
    return evens_result
