"""Plain Python of main.py, line 63, as the workflow runs it."""


def run(rows_and_others):
    # main.py:63
    rows, kept = rows_and_others
    return kept
