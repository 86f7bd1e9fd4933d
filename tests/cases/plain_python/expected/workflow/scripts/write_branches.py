"""Plain Python of main.py, line 158, as the workflow runs it."""

from main import out


def run(z, w):
    # main.py:158
    out("branches", z, w)
