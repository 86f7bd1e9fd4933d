"""Plain Python of main.py, line 65, as the workflow runs it."""


def run(n):
    # main.py:65
    value = n < 9
    return value
