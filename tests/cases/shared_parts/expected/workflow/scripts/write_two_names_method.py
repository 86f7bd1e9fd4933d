"""Plain Python of main.py, line 58, as the workflow runs it."""

from main import out


def run(a, shown_result):
    # main.py:58
    out("two_names_method", a, shown_result)
