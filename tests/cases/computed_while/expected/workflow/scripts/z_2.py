"""Plain Python of main.py, from line 62, as the workflow runs it."""


def run(z):
    # main.py:62
    # what 'z' is here
    return z
