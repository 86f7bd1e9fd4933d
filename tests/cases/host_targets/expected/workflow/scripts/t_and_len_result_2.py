"""Plain Python of main.py, lines 97 to 101, as the workflow runs it."""


def run(len_result, num_result, xs):
    # main.py:97
    if len_result + num_result > 2:
        t = 5
    else:
        t = 6
    len_result_2 = len(xs)
    return t, len_result_2
