"""Plain Python of main.py, line 40, as the workflow runs it."""


def run(value, name_of_result):
    # main.py:40
    value_2 = value + name_of_result.upper().strip()
    return value_2
