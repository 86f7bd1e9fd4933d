"""Plain Python of main.py, line 74, as the workflow runs it."""


def run(x_and_others):
    # main.py:74
    x, value = x_and_others
    return value
