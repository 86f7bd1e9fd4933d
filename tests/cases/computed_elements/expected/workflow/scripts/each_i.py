"""Plain Python of main.py, line 73, as the workflow runs it."""


def run(n):
    # main.py:73
    range_result = range(1, n)
    return range_result
