"""Plain Python of main.py, line 108, as the workflow runs it."""


def run(number_result):
    # main.py:108
    number_result = str(number_result)
    return number_result
