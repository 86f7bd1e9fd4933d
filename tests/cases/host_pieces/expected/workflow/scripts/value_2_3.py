"""Plain Python of main.py, line 57, as the workflow runs it."""


def run(len_result, grow_result, xs):
    # main.py:57
    value_2 = f"{len_result} {grow_result} {len(xs)}"
    return value_2
