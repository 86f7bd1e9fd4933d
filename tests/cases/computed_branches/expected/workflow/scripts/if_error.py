"""Plain Python of main.py, line 33, as the workflow runs it."""


def run(error):
    # main.py:33
    condition = error > 0.5
    return condition
