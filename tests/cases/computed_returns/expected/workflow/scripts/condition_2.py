"""Plain Python of main.py, line 20, as the workflow runs it."""


def run(smaller, limit):
    # main.py:20
    condition = smaller < limit
    return condition
