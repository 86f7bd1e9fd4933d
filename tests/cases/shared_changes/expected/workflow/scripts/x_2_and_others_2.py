"""Plain Python of main.py, line 79, as the workflow runs it."""


def run(x_and_xs):
    x, value = x_and_xs
    # main.py:79
    x_2_and_others = (x, value)
    return x_2_and_others
