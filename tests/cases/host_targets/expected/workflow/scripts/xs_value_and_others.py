"""Plain Python of main.py, lines 90 to 91, as the workflow runs it."""


def run(xs, num_result, ys):
    # main.py:90
    i, xs[2] = 1, num_result
    ys_value = ys[0]
    xs_value = xs[0]
    xs_value_and_others = (xs_value, ys, xs, ys_value)
    return xs_value_and_others
