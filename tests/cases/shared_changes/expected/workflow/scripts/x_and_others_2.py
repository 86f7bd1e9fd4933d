"""Plain Python of main.py, line 53, as the workflow runs it."""


def run(x):
    # main.py:53
    # what 'x' is here
    x_and_others = (x, x[0])
    return x_and_others
