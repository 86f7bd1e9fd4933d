"""Plain Python of main.py, line 24, as the workflow runs it."""


def run(value):
    # main.py:24
    # what 'value' is here
    return value
