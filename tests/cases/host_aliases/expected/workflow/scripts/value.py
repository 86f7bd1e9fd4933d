"""Plain Python of main.py, line 31, as the workflow runs it."""


def run(total):
    # main.py:31
    value = total * 2
    return value
