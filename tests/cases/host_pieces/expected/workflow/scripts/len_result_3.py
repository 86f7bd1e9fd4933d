"""Plain Python of main.py, lines 57 to 58, as the workflow runs it."""

from main import grow


def run(xs, len_result, len_result_2):
    # main.py:57
    value_2 = f"{len_result} {grow(xs)} {len_result_2}"
    value_3 = f"{len_result} {grow(xs)} {len_result_2}"
    len_result_3 = len(xs)
    return len_result_3
