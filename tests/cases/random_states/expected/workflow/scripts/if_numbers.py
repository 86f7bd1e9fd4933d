"""Plain Python of main.py, line 45, as the workflow runs it."""


def run(i, size_result):
    # main.py:45
    condition = size_result > i
    return condition
