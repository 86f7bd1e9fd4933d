"""Plain Python of main.py, line 69, as the workflow runs it."""


def run(n):
    # main.py:69
    value = n > 3
    return value
