"""Plain Python of main.py, line 63, as the workflow runs it."""


def run(spread_value_and_kept):
    rows, kept = spread_value_and_kept
    # main.py:63
    rows_and_others = (rows, kept)
    return rows_and_others
