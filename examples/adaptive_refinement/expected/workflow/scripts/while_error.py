"""Plain Python of main.py, line 64, as the workflow runs it."""


def run(error, TOLERANCE, level, MOST_LEVELS):
    # main.py:64
    condition = error > TOLERANCE and level < MOST_LEVELS
    return condition
