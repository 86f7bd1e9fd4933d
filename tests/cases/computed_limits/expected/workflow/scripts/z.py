"""Plain Python of main.py, line 33, as the workflow runs it."""


def run(z):
    # main.py:33
    # what 'z' is here
    return z
