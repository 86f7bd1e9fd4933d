"""Plain Python of main.py, line 35, as the workflow runs it."""


def run(value, limit):
    # main.py:35
    condition = value > limit
    return condition
