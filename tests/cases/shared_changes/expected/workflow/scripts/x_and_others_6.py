"""Plain Python of main.py, line 70, as the workflow runs it."""


def run(b_and_others):
    x, xs, a = b_and_others
    # main.py:70
    x_and_others = (x, xs, a)
    return x_and_others
