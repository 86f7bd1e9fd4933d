"""Plain Python of main.py, line 36, as the workflow runs it."""


def run(x):
    # main.py:36
    value = x > 2
    return value
