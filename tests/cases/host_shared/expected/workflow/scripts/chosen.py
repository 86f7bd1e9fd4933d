"""Plain Python of main.py, lines 38 to 39, as the workflow runs it."""


def run(n, a, b):
    # main.py:38
    chosen = a if n > 1 else b
    chosen.append(n)
    return a, b, chosen
