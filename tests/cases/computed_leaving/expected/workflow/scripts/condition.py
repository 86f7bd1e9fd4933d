"""Plain Python of main.py, from line 46, as the workflow runs it."""


def run(x, tolerance):
    # main.py:46
    condition = x < tolerance
    return condition
