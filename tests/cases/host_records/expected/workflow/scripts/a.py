"""Plain Python of main.py, line 44, as the workflow runs it."""


def run(v):
    # main.py:44
    a = v.a
    return a
