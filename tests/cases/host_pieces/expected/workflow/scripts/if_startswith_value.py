"""Plain Python of main.py, line 43, as the workflow runs it."""


def run(table_result):
    table_result_before = table_result
    # main.py:43
    table_result = table_result["text"]
    condition = table_result_before["text"].startswith("x")
    return condition
