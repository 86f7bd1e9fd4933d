"""Plain Python of main.py, line 44, as the workflow runs it."""


def run(z):
    # main.py:44
    # what 'z' is here
    return z
