"""Plain Python of main.py, line 67, as the workflow runs it."""


def run(add_result):
    # main.py:67
    condition = add_result > 1
    return condition
