"""Plain Python of main.py, line 80, as the workflow runs it."""


def run(num_result):
    # main.py:80
    condition = num_result > 1
    return condition
