"""Plain Python of main.py, line 48, as the workflow runs it."""


def run(rows_and_others):
    # main.py:48
    rows, again = rows_and_others
    return again
