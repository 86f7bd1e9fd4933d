"""Plain Python of main.py, line 100, as the workflow runs it."""


def run(value_and_x):
    x, x_2 = value_and_x
    # main.py:100
    x_and_others = (x, x_2)
    return x_and_others
