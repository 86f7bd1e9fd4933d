"""Plain Python of main.py, line 44, as the workflow runs it."""


def run(numbers):
    # main.py:44
    # what 'numbers' is here
    return numbers
