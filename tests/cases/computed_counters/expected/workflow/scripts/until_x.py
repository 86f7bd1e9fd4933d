"""Plain Python of main.py, line 33, as the workflow runs it."""


def run(x):
    # main.py:33
    condition = x < 2
    return condition
