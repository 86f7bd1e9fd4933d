"""Plain Python of main.py, line 41, as the workflow runs it."""


def run(x):
    # main.py:41
    condition = x > 50
    return condition
