"""Plain Python of main.py, line 72, as the workflow runs it."""


def run(x_and_others):
    # main.py:72
    x, a, x_2 = x_and_others
    return a, x_2
