"""Plain Python of main.py, line 54, as the workflow runs it."""


def run(total):
    # main.py:54
    # what 'total' is here
    return total
