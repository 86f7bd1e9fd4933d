"""Plain Python of main.py, lines 107 to 108, as the workflow runs it."""

from main import out


def run(n, box, other, xs, first):
    # main.py:107
    second = n + 1
    out("set_apart", box, other, xs, first, second, [n] + xs)
