"""Plain Python of main.py, line 75, as the workflow runs it."""

from main import out


def run(g_result, g_result_2):
    # main.py:75
    out("in_a_branch", g_result, g_result_2)
