"""Plain Python of main.py, line 57, as the workflow runs it."""


def run(table_value):
    # main.py:57
    sum_result = sum(table_value)
    return sum_result
