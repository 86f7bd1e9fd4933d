"""Plain Python of main.py, line 32, as the workflow runs it."""


def run(error, TOLERANCE, iteration):
    # main.py:32
    condition = error > TOLERANCE and iteration < 20
    return condition
