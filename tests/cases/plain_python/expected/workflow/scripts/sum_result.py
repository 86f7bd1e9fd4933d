"""Plain Python of main.py, line 107, as the workflow runs it."""


def run(value):
    # main.py:107
    sum_result = sum(value)
    return sum_result
