"""Plain Python of main.py, line 266, as the workflow runs it."""


def run(i, number_result):
    # main.py:266
    value = f"{i}: {number_result * 2}"
    return value
