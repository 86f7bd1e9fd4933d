"""Plain Python of main.py, line 42, as the workflow runs it."""


def run(table_result):
    # main.py:42
    split_value = table_result["text"].split(",")
    value = [word.replace("x", "z") for word in split_value]
    return value
