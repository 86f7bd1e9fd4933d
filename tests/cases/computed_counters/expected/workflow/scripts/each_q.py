"""Plain Python of main.py, line 51, as the workflow runs it."""


def run(q):
    # main.py:51
    # what 'q' is here
    return q
