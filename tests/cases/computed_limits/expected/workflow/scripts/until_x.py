"""Plain Python of main.py, line 21, as the workflow runs it."""


def run(x):
    # main.py:21
    condition = x > 6
    return condition
