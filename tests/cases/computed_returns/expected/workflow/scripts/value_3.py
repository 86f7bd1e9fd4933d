"""Plain Python of main.py, line 31, as the workflow runs it."""


def run(value):
    # main.py:31
    # what 'value' is here
    return value
