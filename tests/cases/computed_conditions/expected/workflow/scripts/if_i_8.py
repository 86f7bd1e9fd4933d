"""Plain Python of main.py, line 30, as the workflow runs it."""


def run(add_result):
    # main.py:30
    condition = add_result > 1
    return condition
