"""Plain Python of main.py, line 43, as the workflow runs it."""


def run(x):
    # main.py:43
    condition = x > 0.1
    return condition
