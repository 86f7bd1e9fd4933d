"""Plain Python of main.py, line 31, as the workflow runs it."""


def run(value, g_result):
    # main.py:31
    total = value + g_result
    return total
