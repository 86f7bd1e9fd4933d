"""Plain Python of main.py, line 87, as the workflow runs it."""


def run(value, value_2):
    # main.py:87
    value_and_others = (value, value_2, value_2)
    return value_and_others
