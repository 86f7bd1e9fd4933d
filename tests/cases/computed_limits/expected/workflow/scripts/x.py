"""Plain Python of main.py, line 19, as the workflow runs it."""


def run(x):
    # main.py:19
    # what 'x' is here
    return x
