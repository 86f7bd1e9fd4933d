"""Plain Python of main.py, line 39, as the workflow runs it."""


def run(table, k):
    # main.py:39
    table_value = table[k]
    return table_value
