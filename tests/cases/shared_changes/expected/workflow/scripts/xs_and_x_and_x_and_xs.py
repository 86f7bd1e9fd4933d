"""Plain Python of main.py, line 117, as the workflow runs it."""


def run(xs):
    # main.py:117
    x = xs[0]
    xs_and_x = (xs, x)
    x_and_xs = (x, xs)
    return xs_and_x, x_and_xs
