"""Plain Python of main.py, line 87, as the workflow runs it."""


def run(either_and_s_and_t):
    either, s, t = either_and_s_and_t
    # main.py:87
    sorted_result = sorted(either)
    sorted_result_2 = sorted(s)
    sorted_result_3 = sorted(t)
    return sorted_result, sorted_result_2, sorted_result_3
