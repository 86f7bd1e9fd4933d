"""Plain Python of main.py, line 121, as the workflow runs it."""


def run(xs_and_x_2):
    x, x_2 = xs_and_x_2
    # main.py:121
    x_and_others = (x, x_2)
    return x_and_others
