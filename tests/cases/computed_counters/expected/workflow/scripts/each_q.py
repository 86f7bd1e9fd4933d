"""Plain Python of main.py, line 51, as the workflow runs it."""


def run(n):
    # main.py:51
    range_result = range(n)
    return range_result
