"""Plain Python of main.py, line 118, as the workflow runs it."""


def run(xs_and_x):
    value, x = xs_and_x
    # main.py:118
    value_and_others = (value, x)
    return value_and_others
