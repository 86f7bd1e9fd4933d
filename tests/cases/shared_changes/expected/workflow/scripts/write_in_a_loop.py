"""Plain Python of main.py, line 102, as the workflow runs it."""

from main import out


def run(g_result, g_result_2):
    # main.py:102
    out("in_a_loop", g_result, g_result_2)
