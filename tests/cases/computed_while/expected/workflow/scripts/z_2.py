"""Plain Python of main.py, line 39, as the workflow runs it."""


def run(z):
    # main.py:39
    # what 'z' is here
    return z
