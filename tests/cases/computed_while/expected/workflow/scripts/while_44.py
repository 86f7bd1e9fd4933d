"""Plain Python of main.py, line 44, as the workflow runs it."""


def run(half_result, n):
    # main.py:44
    value = half_result > 0.2
    condition = value and n < 5
    return condition
