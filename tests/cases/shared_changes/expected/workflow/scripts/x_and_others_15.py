"""Plain Python of main.py, line 148, as the workflow runs it."""


def run(x_and_xs):
    x, xs = x_and_xs
    # main.py:148
    x_and_others = (x, xs)
    return x_and_others
