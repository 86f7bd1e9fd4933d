"""Plain Python of main.py, lines 101 to 102, as the workflow runs it."""


def run(v, num_result, xs):
    # main.py:101
    u = (v := v) + num_result
    len_result = len(xs)
    return u, len_result
