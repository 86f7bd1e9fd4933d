"""Plain Python of main.py, line 35, as the workflow runs it."""


def run(add_result):
    # main.py:35
    condition = add_result < 4
    return condition
