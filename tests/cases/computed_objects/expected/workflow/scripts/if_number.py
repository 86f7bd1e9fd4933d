"""Plain Python of main.py, line 124, as the workflow runs it."""


def run(number_result):
    # main.py:124
    condition = number_result > 3
    return condition
