"""Plain Python of main.py, line 120, as the workflow runs it."""


def run(x):
    # main.py:120
    condition = len(x) > 1
    return condition
