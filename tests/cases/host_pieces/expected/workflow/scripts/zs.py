"""Plain Python of main.py, line 65, as the workflow runs it."""


def run(zs, value):
    # main.py:65
    zs += value
    return zs
