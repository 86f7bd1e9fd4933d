"""Plain Python of main.py, line 55, as the workflow runs it."""

from main import out


def run(g_result, g_result_2, g_result_3):
    # main.py:55
    out("result_in_two_lists", g_result, g_result_2, g_result_3)
