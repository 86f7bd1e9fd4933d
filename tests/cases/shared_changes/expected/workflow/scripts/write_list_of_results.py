"""Plain Python of main.py, line 55, as the workflow runs it."""

from main import out


def run(g_result, g_result_2):
    # main.py:55
    out("list_of_results", g_result, g_result_2)
