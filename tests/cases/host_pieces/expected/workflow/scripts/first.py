"""Plain Python of main.py, line 39, as the workflow runs it."""


def run(table_result):
    # main.py:39
    first = table_result["text"].split(",")[0].upper()
    return first
