"""Plain Python of main.py, line 139, as the workflow runs it."""

from main import capped


def run(v):
    # main.py:139
    capped_result = capped(v)
    return capped_result
