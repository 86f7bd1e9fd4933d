"""Plain Python of main.py, line 26, as the workflow runs it."""


def run(add_result):
    # main.py:26
    condition = add_result > 1
    return condition
