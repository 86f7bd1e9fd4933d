"""Plain Python of main.py, line 119, as the workflow runs it."""


def run(k):
    # main.py:119
    y = k + 1
    return k, y
