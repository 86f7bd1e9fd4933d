"""Plain Python of main.py, line 47, as the workflow runs it."""


def run(half_result):
    # main.py:47
    condition = half_result > 0.1
    return condition
