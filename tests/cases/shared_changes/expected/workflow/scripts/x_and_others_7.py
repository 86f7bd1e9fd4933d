"""Plain Python of main.py, line 72, as the workflow runs it."""


def run(xs_and_others):
    x, a, x_2 = xs_and_others
    # main.py:72
    x_and_others = (x, a, x_2)
    return x_and_others
