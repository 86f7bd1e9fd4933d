"""Plain Python of main.py, line 30, as the workflow runs it."""


def run(x):
    # main.py:30
    # what 'x' is here
    return x
