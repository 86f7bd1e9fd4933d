"""Plain Python of main.py, line 176, as the workflow runs it."""

from main import out


def run(shown_result):
    # main.py:176
    out("obj_task", shown_result)
