"""Plain Python of main.py, line 67, as the workflow runs it."""


def run(xs):
    # main.py:67
    a, b = xs
    a_and_others = (a, b, xs)
    return a_and_others
