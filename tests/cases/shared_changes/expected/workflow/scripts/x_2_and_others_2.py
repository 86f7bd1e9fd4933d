"""Plain Python of main.py, line 72, as the workflow runs it."""


def run(x_and_xs):
    x, value = x_and_xs
    # main.py:72
    x_2_and_others = (x, value)
    return x_2_and_others
