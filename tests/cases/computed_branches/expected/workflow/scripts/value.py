"""Plain Python of main.py, line 43, as the workflow runs it."""


def run(value):
    # main.py:43
    # what 'value' is here
    return value
