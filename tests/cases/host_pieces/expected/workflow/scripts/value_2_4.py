"""Plain Python of main.py, line 58, as the workflow runs it."""


def run(xs, len_result, grow_result):
    # main.py:58
    value_2 = f"{len_result} {grow_result + 1} {sum(xs)} {xs}"
    return value_2
