"""Plain Python of main.py, line 40, as the workflow runs it."""


def run(first, table_result):
    # main.py:40
    value = first + str(table_result["numbers"].index(4))
    return value
