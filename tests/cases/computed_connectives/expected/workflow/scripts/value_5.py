"""Plain Python of main.py, line 38, as the workflow runs it."""


def run(half_result):
    # main.py:38
    value = half_result > 0.5
    return value
