"""Plain Python of main.py, line 45, as the workflow runs it."""


def run(first, third):
    # main.py:45
    value = 1 if first else 2 if third > 3 else 3
    return value
