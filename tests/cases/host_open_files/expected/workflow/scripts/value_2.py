"""Plain Python of main.py, line 29, as the workflow runs it."""


def run(limit, measure_result):
    # main.py:29
    value_2 = limit + measure_result
    return value_2
