"""Plain Python of main.py, line 35, as the workflow runs it."""


def run(k):
    # main.py:35
    condition = k > 0
    return condition
