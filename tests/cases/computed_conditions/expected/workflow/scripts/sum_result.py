"""Plain Python of main.py, line 29, as the workflow runs it."""


def run(value):
    # main.py:29
    sum_result = sum(value)
    return sum_result
