"""Plain Python of main.py, line 23, as the workflow runs it."""


def run(x):
    # main.py:23
    # what 'x' is here
    return x
