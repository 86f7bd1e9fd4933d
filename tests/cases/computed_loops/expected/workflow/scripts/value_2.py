"""Plain Python of main.py, line 58, as the workflow runs it."""


def run(value):
    # main.py:58
    # what 'value' is here
    return value
