"""Plain Python of main.py, line 101, as the workflow runs it."""


def run(value, value_2):
    # main.py:101
    value_and_others = (value, value_2)
    return value_and_others
