"""Plain Python of main.py, line 32, as the workflow runs it."""


def run(x):
    # main.py:32
    value = x > 2
    return value
