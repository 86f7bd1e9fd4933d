"""Plain Python of main.py, line 133, as the workflow runs it."""

from main import out


def run(len_result, n, tags, shown_result):
    # main.py:133
    out("attributes", len_result, n, tags, shown_result)
