"""Plain Python of main.py, line 32, as the workflow runs it."""


def run(half_result):
    # main.py:32
    value = half_result > 3
    return value
