"""Plain Python of main.py, line 45, as the workflow runs it."""


def run(again):
    # main.py:45
    again_value = again[1]
    return again, again_value
