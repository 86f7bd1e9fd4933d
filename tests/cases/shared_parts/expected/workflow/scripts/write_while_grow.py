"""Plain Python of main.py, line 208, as the workflow runs it."""

from main import out


def run(xs, shown_result):
    # main.py:208
    out("while_grow", xs, shown_result)
