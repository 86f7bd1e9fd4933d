"""Plain Python of main.py, lines 25 to 28, as the workflow runs it."""


def run(numbers_result):
    # main.py:25
    rows = [[value] for value in numbers_result]
    before = rows.copy()
    rows += [[7]]
    rows[0] = "new"
    return before, rows
