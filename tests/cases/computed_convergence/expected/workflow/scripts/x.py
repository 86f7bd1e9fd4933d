"""Plain Python of main.py, line 32, as the workflow runs it."""


def run(x):
    # main.py:32
    # what 'x' is here
    return x
