"""Plain Python of main.py, line 68, as the workflow runs it."""


def run(a_and_others):
    x, b, xs = a_and_others
    # main.py:68
    x_and_others = (x, b, xs)
    return x_and_others
