"""Plain Python of main.py, line 36, as the workflow runs it."""


def run(add_result):
    # main.py:36
    value = add_result > 3
    return value
