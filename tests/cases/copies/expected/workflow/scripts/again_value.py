"""Plain Python of main.py, line 49, as the workflow runs it."""


def run(again):
    # main.py:49
    again_value = again[1]
    return again, again_value
