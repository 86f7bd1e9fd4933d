"""Plain Python of main.py, line 79, as the workflow runs it."""


def run(x_2_and_others):
    # main.py:79
    x_2, value = x_2_and_others
    x_2_and_value = (x_2, value)
    return x_2_and_value
