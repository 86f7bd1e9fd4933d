"""Plain Python of main.py, line 223, as the workflow runs it."""

from main import out


def run(shown_result):
    # main.py:223
    out("same_twice", shown_result)
