"""Plain Python of main.py, line 37, as the workflow runs it."""


def run(count):
    # main.py:37
    condition = count > 1
    return condition
