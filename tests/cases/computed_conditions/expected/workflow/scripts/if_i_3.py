"""Plain Python of main.py, line 25, as the workflow runs it."""


def run(i, add_result):
    # main.py:25
    condition = add_result > 1 and i < 3
    return condition
