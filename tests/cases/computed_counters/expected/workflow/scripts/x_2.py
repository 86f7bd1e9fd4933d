"""Plain Python of main.py, line 38, as the workflow runs it."""


def run(x):
    # main.py:38
    # what 'x' is here
    return x
