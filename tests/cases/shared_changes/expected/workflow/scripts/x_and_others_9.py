"""Plain Python of main.py, line 74, as the workflow runs it."""


def run(x_2_and_value):
    x, value = x_2_and_value
    # main.py:74
    x_and_others = (x, value)
    return x_and_others
