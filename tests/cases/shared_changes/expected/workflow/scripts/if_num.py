"""Plain Python of main.py, line 87, as the workflow runs it."""


def run(num_result):
    # main.py:87
    condition = num_result > 1
    return condition
