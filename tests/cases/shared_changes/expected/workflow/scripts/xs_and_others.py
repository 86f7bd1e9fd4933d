"""Plain Python of main.py, line 68, as the workflow runs it."""


def run(x_and_others):
    # main.py:68
    x, b, xs = x_and_others
    xs_and_others = (xs, x, b)
    return xs_and_others
