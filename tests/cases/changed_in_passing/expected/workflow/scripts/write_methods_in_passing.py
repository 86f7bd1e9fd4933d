"""Plain Python of main.py, line 96, as the workflow runs it."""

from main import out


def run(table, box):
    # main.py:96
    out("methods_in_passing", table, box)
