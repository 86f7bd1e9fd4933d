"""Plain Python of main.py, line 64, as the workflow runs it."""


def run(error):
    # main.py:64
    # what 'error' is here
    return error
