"""Plain Python of main.py, line 25, as the workflow runs it."""


def run(x, tolerance):
    # main.py:25
    condition = x < tolerance
    return condition
