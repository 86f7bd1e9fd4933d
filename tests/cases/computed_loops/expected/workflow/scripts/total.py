"""Plain Python of main.py, line 45, as the workflow runs it."""


def run(total):
    # main.py:45
    # what 'total' is here
    return total
