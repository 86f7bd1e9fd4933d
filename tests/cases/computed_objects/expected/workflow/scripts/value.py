"""Plain Python of main.py, line 124, as the workflow runs it."""


def run(value):
    # main.py:124
    # what 'value' is here
    return value
