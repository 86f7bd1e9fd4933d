"""Plain Python of main.py, line 95, as the workflow runs it."""


def run(num_result, ys_and_value_and_ys_value_and_xs):
    ys, value, ys_value, xs = ys_and_value_and_ys_value_and_xs
    # main.py:95
    ys += [num_result]
    xs_and_ys_and_value_and_ys_value = (xs, ys, value, ys_value)
    return xs_and_ys_and_value_and_ys_value
