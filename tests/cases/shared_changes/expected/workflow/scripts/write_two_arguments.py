"""Plain Python of main.py, line 40, as the workflow runs it."""

from main import out


def run(both_result, g_result):
    # main.py:40
    out("two_arguments", both_result, g_result)
