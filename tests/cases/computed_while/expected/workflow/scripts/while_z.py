"""Plain Python of main.py, line 44, as the workflow runs it."""


def run(n, half_result):
    # main.py:44
    condition = half_result > 0.2 and n < 5
    return condition
