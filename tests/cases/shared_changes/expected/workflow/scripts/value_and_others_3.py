"""Plain Python of main.py, line 108, as the workflow runs it."""


def run(value):
    # main.py:108
    value_and_others = (value, value)
    return value_and_others
