"""Plain Python of main.py, line 62, as the workflow runs it."""


def run(grow_result, len_result):
    # main.py:62
    value_2 = grow_result - 1
    value = value_2
    value_3 = len_result < value
    return value_3
