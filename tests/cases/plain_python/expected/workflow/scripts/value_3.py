"""Plain Python of main.py, line 157, as the workflow runs it."""


def run(v):
    # main.py:157
    value = v if v < 9 else 0
    return value
