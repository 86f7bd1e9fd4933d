"""Plain Python of main.py, lines 71 to 72, as the workflow runs it."""


def run(xs):
    # main.py:71
    x = xs[0]
    condition = len(xs) > 1
    x_and_xs = (x, xs)
    xs_and_x = (xs, x)
    return condition, x_and_xs, xs_and_x
