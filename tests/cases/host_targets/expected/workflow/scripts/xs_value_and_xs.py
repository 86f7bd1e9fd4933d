"""Plain Python of main.py, lines 86 to 87, as the workflow runs it."""


def run(xs, len_result, num_result):
    # main.py:86
    xs[0] = len_result + num_result
    xs_value = xs[1]
    xs_value_and_xs = (xs_value, xs)
    return xs_value_and_xs
