"""Plain Python of main.py, line 45, as the workflow runs it."""


def run(value):
    # main.py:45
    condition = value > 60
    return condition
