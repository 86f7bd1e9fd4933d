"""Plain Python of main.py, line 25, as the workflow runs it."""


def run(i):
    # main.py:25
    value = i * i
    return value
