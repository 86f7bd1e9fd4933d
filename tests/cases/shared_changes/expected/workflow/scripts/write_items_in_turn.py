"""Plain Python of main.py, line 73, as the workflow runs it."""

from main import out


def run(g_result, g_result_2, g_result_3):
    # main.py:73
    out("items_in_turn", g_result, g_result_2, g_result_3)
