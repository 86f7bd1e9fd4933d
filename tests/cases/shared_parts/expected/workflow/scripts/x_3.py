"""Plain Python of main.py, lines 142 to 144, as the workflow runs it."""


def run(n, a, b):
    # main.py:142
    x = a[:] if n > 1 else b[:]
    y = len(a) if n > 1 else 3
    z = str(a) if n > 1 else ""
    return x, y, z
