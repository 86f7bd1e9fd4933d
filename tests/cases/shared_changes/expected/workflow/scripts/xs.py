"""Plain Python of main.py, line 148, as the workflow runs it."""


def run(x_and_others):
    # main.py:148
    x, xs = x_and_others
    return xs
