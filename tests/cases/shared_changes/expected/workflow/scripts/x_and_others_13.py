"""Plain Python of main.py, line 112, as the workflow runs it."""


def run(x_and_xs):
    x, xs = x_and_xs
    # main.py:112
    x_and_others = (x, xs)
    return x_and_others
