"""Plain Python of main.py, line 47, as the workflow runs it."""


def run(x):
    # main.py:47
    # what 'x' is here
    return x
