"""Plain Python of main.py, line 206, as the workflow runs it."""


def run(value):
    # main.py:206
    # what 'value' is here
    return value
