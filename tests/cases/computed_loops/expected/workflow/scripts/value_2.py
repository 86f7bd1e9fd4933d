"""Plain Python of main.py, line 60, as the workflow runs it."""


def run(y):
    # main.py:60
    value = f"{y}"
    return value
