"""Plain Python of main.py, line 59, as the workflow runs it."""


def run(n, first):
    # main.py:59
    matched = n + first
    return matched
