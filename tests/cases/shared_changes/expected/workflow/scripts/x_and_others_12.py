"""Plain Python of main.py, line 99, as the workflow runs it."""


def run(x_and_x_2):
    x, x_2 = x_and_x_2
    # main.py:99
    x_and_others = (x, x_2)
    return x_and_others
