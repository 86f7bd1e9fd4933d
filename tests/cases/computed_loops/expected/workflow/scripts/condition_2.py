"""Plain Python of main.py, from line 48, as the workflow runs it."""


def run(value, limit):
    # main.py:48
    condition = value > limit
    return condition
