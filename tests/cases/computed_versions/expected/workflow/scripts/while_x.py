"""Plain Python of main.py, line 59, as the workflow runs it."""


def run(half_result):
    # main.py:59
    condition = half_result > 1
    return condition
