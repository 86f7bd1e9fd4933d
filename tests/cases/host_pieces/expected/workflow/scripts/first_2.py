"""Plain Python of main.py, line 40, as the workflow runs it."""


def run(table_result, name_of_result, value):
    # main.py:40
    index = table_result.index
    first = value + name_of_result.upper().strip()
    return first
