"""Plain Python of main.py, line 31, as the workflow runs it."""


def run(xs, items_result):
    xs_before = xs
    # main.py:31
    xs += items_result
    xs_before_and_xs = (xs_before, xs)
    return xs, xs_before_and_xs
