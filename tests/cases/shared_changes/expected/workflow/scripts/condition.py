"""Plain Python of main.py, lines 78 to 79, as the workflow runs it."""


def run(xs):
    # main.py:78
    x = xs[0]
    condition = len(xs) > 1
    x_and_xs = (x, xs)
    xs_and_x = (xs, x)
    return condition, x_and_xs, xs_and_x
