"""Plain Python of main.py, line 44, as the workflow runs it."""


def run(rows_and_others):
    # main.py:44
    rows, again = rows_and_others
    return again
