"""Plain Python of main.py, line 24, as the workflow runs it."""


def run(numbers_result):
    # main.py:24
    condition = numbers_result[1] > 3
    return condition
