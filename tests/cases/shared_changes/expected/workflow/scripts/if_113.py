"""Plain Python of main.py, line 113, as the workflow runs it."""


def run(x):
    # main.py:113
    condition = len(x) > 1
    return condition
