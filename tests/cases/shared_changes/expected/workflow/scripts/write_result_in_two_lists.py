"""Plain Python of main.py, line 62, as the workflow runs it."""

from main import out


def run(g_result, g_result_2, g_result_3):
    # main.py:62
    out("result_in_two_lists", g_result, g_result_2, g_result_3)
