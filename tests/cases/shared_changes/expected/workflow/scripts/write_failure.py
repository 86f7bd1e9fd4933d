"""Plain Python of main.py, line 149, as the workflow runs it."""

from main import out


def run(g_result, g_result_2):
    # main.py:149
    out("failure", g_result, g_result_2)
