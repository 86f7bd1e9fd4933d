"""Plain Python of main.py, line 32, as the workflow runs it."""


def run(error):
    # main.py:32
    # what 'error' is here
    return error
