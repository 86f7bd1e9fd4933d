"""Plain Python of main.py, line 99, as the workflow runs it."""


def run(x_and_others):
    # main.py:99
    x, value = x_and_others
    value_and_x = (value, x)
    return value_and_x
