"""Plain Python of main.py, line 101, as the workflow runs it."""


def run(value):
    # main.py:101
    value_and_others = (value, value)
    return value_and_others
