"""Plain Python of main.py, line 161, as the workflow runs it."""

from main import out


def run(shown_result, shown_result_2):
    # main.py:161
    out("dict_of", shown_result, shown_result_2)
