"""Plain Python of main.py, from line 63, as the workflow runs it."""


def run(x):
    # main.py:63
    condition = x > 10
    return condition
