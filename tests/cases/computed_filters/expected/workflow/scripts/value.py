"""Plain Python of main.py, line 44, as the workflow runs it."""


def run(k):
    # main.py:44
    value = k % 2
    return value
