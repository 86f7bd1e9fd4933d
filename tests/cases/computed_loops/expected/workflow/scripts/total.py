"""Plain Python of main.py, from line 59, as the workflow runs it."""


def run(total):
    # main.py:59
    # what 'total' is here
    return total
