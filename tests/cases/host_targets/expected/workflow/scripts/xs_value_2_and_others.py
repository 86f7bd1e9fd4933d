"""Plain Python of main.py, lines 91 to 92, as the workflow runs it."""


def run(num_result, xs_value_and_others):
    xs_value, ys, xs, ys_value = xs_value_and_others
    # main.py:91
    value = xs_value + num_result
    value_2 = len(ys) - 1
    xs[value_2] = ys_value
    ys[0] = value
    xs_value_2 = xs[0]
    xs_value_2_and_others = (xs_value_2, ys, xs)
    return xs_value_2_and_others
