"""Plain Python of main.py, line 117, as the workflow runs it."""

from main import out


def run(g_result, g_result_2):
    # main.py:117
    out("in_branches", g_result, g_result_2)
