"""Plain Python of main.py, line 65, as the workflow runs it."""

from main import out


def run(shown_result):
    # main.py:65
    out("loop_elements", shown_result)
