"""Plain Python of main.py, line 48, as the workflow runs it."""


def run(x):
    # main.py:48
    condition = x > 0.05
    return condition
