"""Plain Python of main.py, line 42, as the workflow runs it."""


def run(table_result):
    table_result_before = table_result
    # main.py:42
    table_result = table_result["text"]
    value = [word.replace("x", "z") for word in table_result_before["text"].split(",")]
    return value
