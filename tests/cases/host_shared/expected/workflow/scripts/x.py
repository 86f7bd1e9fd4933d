"""Plain Python of main.py, lines 75 to 76, as the workflow runs it."""


def run(one, n, two):
    # main.py:75
    x = one if n > 1 else two
    x.append(7)
    return x, one, two
