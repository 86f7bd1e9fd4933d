"""Plain Python of main.py, line 119, as the workflow runs it."""


def run(x_and_others):
    # main.py:119
    x, xs = x_and_others
    xs_and_x = (xs, x)
    xs_and_x_2 = (xs, x)
    return xs_and_x, xs_and_x_2
