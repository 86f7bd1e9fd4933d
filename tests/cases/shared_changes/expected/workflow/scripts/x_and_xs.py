"""Plain Python of main.py, line 46, as the workflow runs it."""


def run(xs):
    # main.py:46
    x = xs[0]
    x_and_xs = (x, xs)
    return x_and_xs
