"""Plain Python of main.py, line 126, as the workflow runs it."""

from main import out


def run(p, q2, shown_result):
    # main.py:126
    out("two_results", p, q2, shown_result)
