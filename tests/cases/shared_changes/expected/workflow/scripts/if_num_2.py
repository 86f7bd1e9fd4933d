"""Plain Python of main.py, line 118, as the workflow runs it."""


def run(num_result):
    # main.py:118
    condition = num_result > 1
    return condition
