"""Plain Python of main.py, from line 58, as the workflow runs it."""


def run(z):
    # main.py:58
    # what 'z' is here
    return z
