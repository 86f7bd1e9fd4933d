"""Plain Python of main.py, line 54, as the workflow runs it."""


def run(add_result):
    # main.py:54
    condition = add_result % 2 == 0
    return condition
