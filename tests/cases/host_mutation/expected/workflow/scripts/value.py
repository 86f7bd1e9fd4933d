"""Plain Python of main.py, line 67, as the workflow runs it."""


def run(counts_value, counts_value_2):
    # main.py:67
    value = counts_value + counts_value_2
    return value
