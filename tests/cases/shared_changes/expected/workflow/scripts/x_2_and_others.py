"""Plain Python of main.py, line 79, as the workflow runs it."""


def run(x_2_and_x):
    x_2, value = x_2_and_x
    # main.py:79
    x_2_and_others = (x_2, value)
    return x_2_and_others
