"""Plain Python of main.py, line 43, as the workflow runs it."""


def run(first, second, third):
    # main.py:43
    value = first or second or third
    return value
