"""Plain Python of main.py, line 122, as the workflow runs it."""

from main import out


def run(box, joined, table):
    # main.py:122
    out("parts_set_apart", box, joined, table)
