"""Plain Python of main.py, line 27, as the workflow runs it."""


def run(add_result):
    # main.py:27
    condition = add_result > 1
    return condition
