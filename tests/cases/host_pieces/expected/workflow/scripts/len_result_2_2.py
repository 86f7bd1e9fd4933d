"""Plain Python of main.py, lines 64 to 65, as the workflow runs it."""


def run(zs, len_result, grow_result, xs):
    # main.py:64
    zs[0] = len_result + grow_result
    len_result_2 = len(xs)
    return zs, len_result_2
