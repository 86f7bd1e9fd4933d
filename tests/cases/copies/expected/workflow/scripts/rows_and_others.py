"""Plain Python of main.py, line 48, as the workflow runs it."""


def run(again_value_and_again):
    rows, again = again_value_and_again
    # main.py:48
    rows_and_others = (rows, again)
    return rows_and_others
