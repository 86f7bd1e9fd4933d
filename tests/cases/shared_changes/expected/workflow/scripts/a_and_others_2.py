"""Plain Python of main.py, line 70, as the workflow runs it."""


def run(x_and_others):
    # main.py:70
    x, xs, a = x_and_others
    a_and_others = (a, xs, x)
    return a_and_others
