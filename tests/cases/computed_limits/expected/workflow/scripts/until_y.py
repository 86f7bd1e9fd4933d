"""Plain Python of main.py, line 28, as the workflow runs it."""


def run(y):
    # main.py:28
    condition = y > 5
    return condition
