"""Plain Python of main.py, line 20, as the workflow runs it."""


def run(value):
    # main.py:20
    # what 'value' is here
    return value
