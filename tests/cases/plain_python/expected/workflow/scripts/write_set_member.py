"""Plain Python of main.py, line 97, as the workflow runs it."""

from main import out


def run(shown_result):
    # main.py:97
    out("set_member", shown_result)
