"""Plain Python of main.py, line 105, as the workflow runs it."""

from main import out


def run(g_result, g_result_2):
    # main.py:105
    out("bound_in_a_loop", g_result, g_result_2)
