"""Plain Python of main.py, line 99, as the workflow runs it."""


def run(x_and_others):
    # main.py:99
    x, value = x_and_others
    return x
