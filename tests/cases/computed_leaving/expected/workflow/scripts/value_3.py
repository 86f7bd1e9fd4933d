"""Plain Python of main.py, line 65, as the workflow runs it."""


def run(half_result):
    # main.py:65
    value = half_result > 0
    return value
