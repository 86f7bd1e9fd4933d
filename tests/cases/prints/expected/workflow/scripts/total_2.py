"""Plain Python of main.py, line 50, as the workflow runs it."""


def run(total):
    # main.py:50
    # what 'total' is here
    return total
