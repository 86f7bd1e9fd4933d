"""Plain Python of main.py, line 52, as the workflow runs it."""


def run(add_result):
    # main.py:52
    condition = add_result > 1
    return condition
