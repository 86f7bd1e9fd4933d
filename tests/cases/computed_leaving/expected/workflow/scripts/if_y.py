"""Plain Python of main.py, line 57, as the workflow runs it."""


def run(y):
    # main.py:57
    condition = y > 1
    return condition
