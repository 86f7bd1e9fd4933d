"""Plain Python of main.py, line 95, as the workflow runs it."""


def run(num_result, ys_and_others):
    ys, value, ys_value, xs = ys_and_others
    # main.py:95
    ys += [num_result]
    xs_and_others = (xs, ys, value, ys_value)
    return xs_and_others
