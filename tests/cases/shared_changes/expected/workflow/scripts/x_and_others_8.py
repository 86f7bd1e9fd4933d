"""Plain Python of main.py, line 80, as the workflow runs it."""


def run(xs_and_x):
    x, x_2 = xs_and_x
    # main.py:80
    x_and_others = (x, x_2)
    return x_and_others
