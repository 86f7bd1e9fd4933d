"""Plain Python of main.py, lines 92 to 93, as the workflow runs it."""


def run(len_result, num_result, xs):
    # main.py:92
    value = len_result + num_result
    len_result_2 = len(xs)
    return value, len_result_2
