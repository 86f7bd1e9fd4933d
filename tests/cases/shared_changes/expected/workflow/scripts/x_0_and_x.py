"""Plain Python of main.py, line 53, as the workflow runs it."""


def run(x_and_others):
    # main.py:53
    x, x_0 = x_and_others
    x_0_and_x = (x_0, x)
    return x_0_and_x
