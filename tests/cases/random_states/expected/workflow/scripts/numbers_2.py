"""Plain Python of main.py, line 45, as the workflow runs it."""


def run(numbers):
    # main.py:45
    # what 'numbers' is here
    return numbers
