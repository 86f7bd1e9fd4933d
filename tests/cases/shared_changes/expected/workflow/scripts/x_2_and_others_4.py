"""Plain Python of main.py, line 120, as the workflow runs it."""


def run(xs_and_x):
    xs, x = xs_and_x
    # main.py:120
    x_2_and_others = (xs, x)
    return x_2_and_others
