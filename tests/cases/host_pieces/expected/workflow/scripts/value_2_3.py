"""Plain Python of main.py, line 57, as the workflow runs it."""


def run(xs, len_result_2, grow_result):
    # main.py:57
    len_result = len(xs)
    value_2 = f"{len_result_2} {grow_result} {len(xs)}"
    return value_2
