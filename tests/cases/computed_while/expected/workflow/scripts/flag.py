"""Plain Python of main.py, line 35, as the workflow runs it."""


def run(flag):
    # main.py:35
    # what 'flag' is here
    return flag
