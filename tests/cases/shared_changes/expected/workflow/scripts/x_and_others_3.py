"""Plain Python of main.py, line 54, as the workflow runs it."""


def run(x_0_and_x):
    x, x_2 = x_0_and_x
    # main.py:54
    x_and_others = (x, x_2)
    return x_and_others
