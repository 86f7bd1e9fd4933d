"""Plain Python of main.py, line 43, as the workflow runs it."""


def run(table_result):
    # main.py:43
    condition = table_result["text"].startswith("x")
    return condition
