"""Plain Python of main.py, lines 118 to 119, as the workflow runs it."""


def run(n, a, b):
    # main.py:118
    x = a if n > 1 else b
    a.append(3)
    return a, b, x
