"""Plain Python of main.py, line 66, as the workflow runs it."""


def run(n):
    # main.py:66
    condition = n > 80
    return condition
