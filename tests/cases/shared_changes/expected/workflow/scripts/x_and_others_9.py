"""Plain Python of main.py, line 81, as the workflow runs it."""


def run(x_2_and_value):
    x, value = x_2_and_value
    # main.py:81
    x_and_others = (x, value)
    return x_and_others
