"""Plain Python of main.py, line 206, as the workflow runs it."""


def run(len_result, number_result):
    # main.py:206
    condition = len_result < number_result
    return condition
