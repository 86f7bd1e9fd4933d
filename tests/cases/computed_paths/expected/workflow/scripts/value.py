"""Plain Python of main.py, line 61, as the workflow runs it."""


def run(label_result):
    # main.py:61
    value = f"labels/{label_result}.txt"
    return value
