"""Plain Python of main.py, line 49, as the workflow runs it."""


def run(x):
    # main.py:49
    condition = x > 10
    return condition
