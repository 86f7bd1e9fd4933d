"""Plain Python of main.py, line 24, as the workflow runs it."""


def run(x):
    # main.py:24
    # what 'x' is here
    return x
