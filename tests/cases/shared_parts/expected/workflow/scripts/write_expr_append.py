"""Plain Python of main.py, line 120, as the workflow runs it."""

from main import out


def run(shown_result, shown_result_2, shown_result_3):
    # main.py:120
    out("expr_append", shown_result, shown_result_2, shown_result_3)
