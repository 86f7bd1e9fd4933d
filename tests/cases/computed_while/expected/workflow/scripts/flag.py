"""Plain Python of main.py, from line 58, as the workflow runs it."""


def run(flag):
    # main.py:58
    # what 'flag' is here
    return flag
