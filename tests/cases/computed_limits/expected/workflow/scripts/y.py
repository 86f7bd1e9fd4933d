"""Plain Python of main.py, line 26, as the workflow runs it."""


def run(y):
    # main.py:26
    # what 'y' is here
    return y
