"""Plain Python of main.py, line 40, as the workflow runs it."""


def run(table_result, first):
    table_result_before = table_result
    # main.py:40
    table_result = table_result["numbers"]
    value = first + str(table_result_before["numbers"].index(4))
    return value
