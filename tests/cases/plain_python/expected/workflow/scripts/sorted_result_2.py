"""Plain Python of main.py, line 116, as the workflow runs it."""


def run(value):
    # main.py:116
    sorted_result = sorted(value, reverse=True)
    return sorted_result
