"""Plain Python of main.py, line 127, as the workflow runs it."""


def run(total, x):
    # main.py:127
    total += x
    return total
