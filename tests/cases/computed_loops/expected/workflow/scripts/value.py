"""Plain Python of main.py, from line 68, as the workflow runs it."""


def run(value):
    # main.py:68
    # what 'value' is here
    return value
