"""Plain Python of main.py, line 112, as the workflow runs it."""

from main import out


def run(shown_result, shown_result_2):
    # main.py:112
    out("table", shown_result, shown_result_2)
