"""Plain Python of main.py, line 136, as the workflow runs it."""

from main import out


def run(shown_result, shown_result_2, shown_result_3):
    # main.py:136
    out("element_del", shown_result, shown_result_2, shown_result_3)
