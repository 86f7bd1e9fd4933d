"""Plain Python of main.py, line 55, as the workflow runs it."""


def run(xs, rows_result):
    xs_before = xs
    # main.py:55
    xs += rows_result
    xs_before_and_xs = (xs_before, xs)
    return xs, xs_before_and_xs
