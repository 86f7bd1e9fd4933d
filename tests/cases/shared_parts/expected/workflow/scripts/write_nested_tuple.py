"""Plain Python of main.py, line 153, as the workflow runs it."""

from main import out


def run(shown_result, shown_result_2):
    # main.py:153
    out("nested_tuple", shown_result, shown_result_2)
