"""Plain Python of main.py, lines 64 to 65, as the workflow runs it."""


def run(len_result, grow_result, zs, xs):
    # main.py:64
    value_2 = len_result + grow_result
    value = value_2
    zs[0] = value
    len_result_2 = len(xs)
    return zs, len_result_2
