"""Plain Python of main.py, line 93, as the workflow runs it."""

from main import out


def run(g_result, g_result_2, g_result_3):
    # main.py:93
    out("one_of_two", g_result, g_result_2, g_result_3)
