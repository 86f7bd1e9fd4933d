"""Plain Python of main.py, line 31, as the workflow runs it."""


def run(total, g_result):
    # main.py:31
    value = total * 2 + g_result
    return value
