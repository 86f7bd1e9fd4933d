"""Plain Python of main.py, line 61, as the workflow runs it."""


def run(x_and_others):
    # main.py:61
    x, x_0 = x_and_others
    return x_0
