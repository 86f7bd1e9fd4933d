"""Plain Python of main.py, line 134, as the workflow runs it."""


def run(x):
    # main.py:134
    value = x * 2
    return value
