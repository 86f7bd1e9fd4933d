"""Plain Python of main.py, line 24, as the workflow runs it."""


def run(add_result):
    # main.py:24
    condition = add_result > 1
    return condition
