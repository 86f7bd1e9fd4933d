"""Plain Python of main.py, line 111, as the workflow runs it."""


def run(num_result):
    # main.py:111
    condition = num_result > 1
    return condition
