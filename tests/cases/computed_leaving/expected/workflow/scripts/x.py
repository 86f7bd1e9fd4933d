"""Plain Python of main.py, from line 44, as the workflow runs it."""


def run(x):
    # main.py:44
    # what 'x' is here
    return x
