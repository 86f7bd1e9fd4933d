"""Plain Python of main.py, line 33, as the workflow runs it."""


def run(xs_before_and_xs):
    same, xs = xs_before_and_xs
    # main.py:33
    same.append(5)
    return same, xs
