"""Plain Python of main.py, line 128, as the workflow runs it."""

from main import out


def run(x, a, shown_result):
    # main.py:128
    out("expr_set", shown_result, x, a)
