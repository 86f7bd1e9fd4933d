"""Plain Python of main.py, line 170, as the workflow runs it."""

from main import out


def run(box, shown_result, shown_result_2):
    # main.py:170
    out("obj_attr", shown_result, shown_result_2, len(box))
