"""Plain Python of main.py, line 100, as the workflow runs it."""


def run(x_and_others):
    # main.py:100
    x, x_2 = x_and_others
    x_2_and_x = (x_2, x)
    return x_2_and_x
