"""Plain Python of main.py, line 47, as the workflow runs it."""


def run(x_and_others):
    # main.py:47
    x, x_2 = x_and_others
    return x_2
