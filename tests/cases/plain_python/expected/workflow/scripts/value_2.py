"""Plain Python of main.py, line 117, as the workflow runs it."""


def run(number_result):
    # main.py:117
    value = number_result + 1
    return value
