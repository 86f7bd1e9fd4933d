"""Plain Python of main.py, line 42, as the workflow runs it."""


def run(y):
    # main.py:42
    # what 'y' is here
    return y
