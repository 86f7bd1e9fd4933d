"""Plain Python of main.py, line 29, as the workflow runs it."""


def run(v):
    # main.py:29
    condition = v > 2
    return condition
