"""Plain Python of main.py, line 23, as the workflow runs it."""


def run(add_result):
    # main.py:23
    condition = add_result > 1
    return condition
