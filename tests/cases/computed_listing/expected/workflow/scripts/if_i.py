"""Plain Python of main.py, line 21, as the workflow runs it."""


def run(add_result):
    # main.py:21
    condition = add_result > 1
    return condition
