"""Plain Python of main.py, line 89, as the workflow runs it."""

from main import out


def run(shown_result, shown_result_2, shown_result_3):
    # main.py:89
    out("max_task", shown_result, shown_result_2, shown_result_3)
