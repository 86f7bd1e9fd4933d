"""Plain Python of main.py, line 108, as the workflow runs it."""


def run(value_and_others):
    # main.py:108
    value, value_2 = value_and_others
    value_2_and_value = (value_2, value)
    return value_2_and_value
