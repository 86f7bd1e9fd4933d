"""Plain Python of main.py, line 99, as the workflow runs it."""


def run(x_and_xs):
    x, value = x_and_xs
    # main.py:99
    x_and_others = (x, value)
    return x_and_others
