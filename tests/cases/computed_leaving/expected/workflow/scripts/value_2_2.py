"""Plain Python of main.py, line 69, as the workflow runs it."""


def run(half_result):
    # main.py:69
    value = half_result > 30
    value_2 = not half_result > 30
    return value_2
