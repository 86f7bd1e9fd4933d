"""Plain Python of main.py, lines 75 to 76, as the workflow runs it."""


def run(n, one, two):
    # main.py:75
    x = one if n > 1 else two
    x.append(7)
    return one, two, x
