"""Plain Python of main.py, line 87, as the workflow runs it."""


def run(value_and_others):
    # main.py:87
    value, value_2, value_3 = value_and_others
    value_3_and_others = (value_3, value, value_2)
    return value_3_and_others
