"""Plain Python of main.py, line 27, as the workflow runs it."""


def run(value):
    # main.py:27
    sorted_result = sorted(value)
    return sorted_result
