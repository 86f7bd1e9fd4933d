"""Plain Python of main.py, from line 60, as the workflow runs it."""


def run(z):
    # main.py:60
    flag = z > 3
    return flag
