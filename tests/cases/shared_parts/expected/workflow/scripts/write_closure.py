"""Plain Python of main.py, line 194, as the workflow runs it."""

from main import out


def run(shown_result):
    # main.py:194
    out("closure", shown_result)
