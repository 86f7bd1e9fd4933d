"""Plain Python of main.py, line 90, as the workflow runs it."""

from main import out


def run(shown_result, shown_result_2):
    # main.py:90
    out("copies_copy", shown_result, shown_result_2)
