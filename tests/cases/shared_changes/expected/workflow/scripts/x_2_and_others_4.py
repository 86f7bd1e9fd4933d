"""Plain Python of main.py, line 113, as the workflow runs it."""


def run(xs_and_x):
    xs, x = xs_and_x
    # main.py:113
    x_2_and_others = (xs, x)
    return x_2_and_others
