"""Plain Python of main.py, line 65, as the workflow runs it."""


def run(xs_and_a_and_x):
    x, a, x_2 = xs_and_a_and_x
    # main.py:65
    x_and_others = (x, a, x_2)
    return x_and_others
