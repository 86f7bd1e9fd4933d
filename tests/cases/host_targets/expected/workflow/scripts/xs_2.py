"""Plain Python of main.py, lines 96 to 97, as the workflow runs it."""


def run(num_result, xs_and_others):
    xs, ys, value, ys_value = xs_and_others
    # main.py:96
    del xs[num_result], ys[1]
    len_result = len(xs)
    return xs, ys, len_result, value, ys_value
