"""Plain Python of main.py, line 93, as the workflow runs it."""

from main import out


def run(told_result):
    # main.py:93
    out("chain", told_result)
