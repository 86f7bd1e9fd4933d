"""Plain Python of main.py, lines 134 to 135, as the workflow runs it."""


def run(a, b, n):
    # main.py:134
    x = [a, b][n - 2]
    del a[0]
    return a, b, x
