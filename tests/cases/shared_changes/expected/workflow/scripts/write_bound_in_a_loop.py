"""Plain Python of main.py, line 112, as the workflow runs it."""

from main import out


def run(g_result, g_result_2):
    # main.py:112
    out("bound_in_a_loop", g_result, g_result_2)
