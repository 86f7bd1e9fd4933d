"""Plain Python of main.py, line 82, as the workflow runs it."""

from main import out


def run(g_result, g_result_2):
    # main.py:82
    out("in_a_branch", g_result, g_result_2)
