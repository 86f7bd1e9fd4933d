"""Plain Python of main.py, line 44, as the workflow runs it."""


def run(value):
    # main.py:44
    len_result = len(value)
    return len_result
