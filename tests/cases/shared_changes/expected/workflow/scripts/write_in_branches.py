"""Plain Python of main.py, line 124, as the workflow runs it."""

from main import out


def run(g_result, g_result_2):
    # main.py:124
    out("in_branches", g_result, g_result_2)
