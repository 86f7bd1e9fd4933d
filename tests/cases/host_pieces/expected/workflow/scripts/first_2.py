"""Plain Python of main.py, line 40, as the workflow runs it."""


def run(name_of_result, value):
    # main.py:40
    first = value + name_of_result.upper().strip()
    return first
