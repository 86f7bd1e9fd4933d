"""Plain Python of main.py, line 108, as the workflow runs it."""


def run(value, value_2):
    # main.py:108
    value_and_others = (value, value_2)
    return value_and_others
