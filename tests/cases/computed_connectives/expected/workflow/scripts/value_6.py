"""Plain Python of main.py, line 42, as the workflow runs it."""


def run(x):
    # main.py:42
    value = x > 3
    return value
