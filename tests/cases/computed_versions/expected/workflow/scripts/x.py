"""Plain Python of main.py, line 59, as the workflow runs it."""


def run(x):
    # main.py:59
    # what 'x' is here
    return x
