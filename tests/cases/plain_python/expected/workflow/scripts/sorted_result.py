"""Plain Python of main.py, line 97, as the workflow runs it."""


def run(number_result):
    # main.py:97
    sorted_result = sorted({number_result, 2})
    return sorted_result
