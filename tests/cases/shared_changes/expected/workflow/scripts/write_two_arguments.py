"""Plain Python of main.py, line 47, as the workflow runs it."""

from main import out


def run(both_result, g_result):
    # main.py:47
    out("two_arguments", both_result, g_result)
