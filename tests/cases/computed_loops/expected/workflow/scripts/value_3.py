"""Plain Python of main.py, from line 46, as the workflow runs it."""


def run(value):
    # main.py:46
    # what 'value' is here
    return value
