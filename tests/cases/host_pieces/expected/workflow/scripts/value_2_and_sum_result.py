"""Plain Python of main.py, line 59, as the workflow runs it."""


def run(grow_result, xs):
    # main.py:59
    value_2 = grow_result + 1
    sum_result = sum(xs)
    return value_2, sum_result
