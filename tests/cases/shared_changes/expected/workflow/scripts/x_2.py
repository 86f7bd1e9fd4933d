"""Plain Python of main.py, line 54, as the workflow runs it."""


def run(x_and_others):
    # main.py:54
    x, x_2 = x_and_others
    return x_2
