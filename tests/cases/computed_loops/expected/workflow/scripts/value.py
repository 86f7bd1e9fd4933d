"""Plain Python of main.py, line 54, as the workflow runs it."""


def run(value):
    # main.py:54
    # what 'value' is here
    return value
