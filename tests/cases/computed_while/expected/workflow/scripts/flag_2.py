"""Plain Python of main.py, line 37, as the workflow runs it."""


def run(z):
    # main.py:37
    flag = z > 3
    return flag
