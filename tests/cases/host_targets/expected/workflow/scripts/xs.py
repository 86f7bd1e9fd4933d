"""Plain Python of main.py, lines 87 to 88, as the workflow runs it."""


def run(num_result, xs_value_and_xs):
    xs_value, xs = xs_value_and_xs
    # main.py:87
    value = xs_value
    value += num_result
    xs[1] = value
    return xs
