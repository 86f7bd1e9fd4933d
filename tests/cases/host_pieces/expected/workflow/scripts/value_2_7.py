"""Plain Python of main.py, line 62, as the workflow runs it."""


def run(grow_result, len_result):
    # main.py:62
    value_2 = len_result < grow_result - 1
    return value_2
