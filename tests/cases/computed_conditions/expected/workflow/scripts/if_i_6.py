"""Plain Python of main.py, line 28, as the workflow runs it."""


def run(add_result):
    # main.py:28
    condition = add_result > 1
    return condition
