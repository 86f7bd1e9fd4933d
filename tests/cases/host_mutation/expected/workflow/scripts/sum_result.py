"""Plain Python of main.py, line 57, as the workflow runs it."""


def run(table):
    # main.py:57
    sum_result = sum(table["a"])
    return sum_result
