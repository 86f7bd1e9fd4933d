"""Plain Python of main.py, line 29, as the workflow runs it."""


def run(add_result):
    # main.py:29
    condition = add_result > 1
    return condition
