"""Plain Python of main.py, line 92, as the workflow runs it."""


def run(num_result, xs_value_2_and_others):
    xs_value, ys, xs = xs_value_2_and_others
    # main.py:92
    value = xs_value + num_result
    ys_value = ys[1]
    len_result = len(xs)
    ys_and_others = (ys, value, ys_value, xs)
    return ys, xs, len_result, ys_and_others
