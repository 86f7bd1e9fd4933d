"""Plain Python of main.py, line 25, as the workflow runs it."""


def run(add_result, i):
    # main.py:25
    value = add_result > 1
    condition = value and i < 3
    return condition
