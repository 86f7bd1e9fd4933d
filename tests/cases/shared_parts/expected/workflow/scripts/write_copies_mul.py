"""Plain Python of main.py, line 82, as the workflow runs it."""

from main import out


def run(shown_result):
    # main.py:82
    out("copies_mul", shown_result)
