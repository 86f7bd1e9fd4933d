"""Plain Python of main.py, line 48, as the workflow runs it."""


def run(add_result):
    # main.py:48
    condition = add_result > 0
    return condition
