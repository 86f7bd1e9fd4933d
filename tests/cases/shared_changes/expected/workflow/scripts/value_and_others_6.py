"""Plain Python of main.py, line 111, as the workflow runs it."""


def run(xs_and_x):
    value, x = xs_and_x
    # main.py:111
    value_and_others = (value, x)
    return value_and_others
