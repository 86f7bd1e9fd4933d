"""Plain Python of main.py, line 47, as the workflow runs it."""


def run(total):
    # main.py:47
    # what 'total' is here
    return total
