"""Plain Python of main.py, from line 64, as the workflow runs it."""


def run(y):
    # main.py:64
    condition = y > 1
    return condition
