"""Plain Python of main.py, line 120, as the workflow runs it."""


def run(x_2_and_others):
    # main.py:120
    x_2, x = x_2_and_others
    x_2_and_x = (x_2, x)
    return x_2_and_x
