"""Plain Python of main.py, lines 43 to 47, as the workflow runs it."""


def run(n, c, d):
    # main.py:43
    if n > 1:
        other = c
    else:
        other = d
    other.append(7)
    return c, d, other
