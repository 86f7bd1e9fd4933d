"""Plain Python of main.py, line 24, as the workflow runs it."""


def run(numbers_result):
    # main.py:24
    numbers_result_2 = numbers_result[1]
    return numbers_result_2
