"""Plain Python of main.py, line 41, as the workflow runs it."""


def run(y):
    # main.py:41
    condition = y > 1
    return condition
