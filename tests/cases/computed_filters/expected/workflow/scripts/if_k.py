"""Plain Python of main.py, line 34, as the workflow runs it."""


def run(k):
    # main.py:34
    condition = k % 2
    return condition
