"""Plain Python of main.py, from line 72, as the workflow runs it."""


def run(value):
    # main.py:72
    # what 'value' is here
    return value
