"""Plain Python of main.py, line 216, as the workflow runs it."""

from main import out


def run(shown_result, shown_result_2, shown_result_3):
    # main.py:216
    out("deepcopy", shown_result, shown_result_2, shown_result_3)
