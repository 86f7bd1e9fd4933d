"""Plain Python of main.py, line 183, as the workflow runs it."""

from main import out


def run(shown_result, shown_result_2):
    # main.py:183
    out("star", shown_result, shown_result_2)
