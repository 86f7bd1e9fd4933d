"""Plain Python of main.py, line 36, as the workflow runs it."""


def run(value):
    # main.py:36
    # what 'value' is here
    return value
