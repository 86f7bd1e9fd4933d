"""Plain Python of main.py, line 33, as the workflow runs it."""


def run(value):
    # main.py:33
    # what 'value' is here
    return value
