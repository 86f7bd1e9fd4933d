"""Plain Python of main.py, line 118, as the workflow runs it."""


def run(x_2_and_x):
    value, value_2 = x_2_and_x
    # main.py:118
    value_and_others = (value, value_2)
    return value_and_others
