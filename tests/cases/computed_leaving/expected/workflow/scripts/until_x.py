"""Plain Python of main.py, line 23, as the workflow runs it."""


def run(x, tolerance):
    # main.py:23
    condition = x < tolerance
    return condition
