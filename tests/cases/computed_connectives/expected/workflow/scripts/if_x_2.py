"""Plain Python of main.py, line 24, as the workflow runs it."""


def run(x, depth):
    # main.py:24
    condition = x < 1 or depth == 0
    return condition
