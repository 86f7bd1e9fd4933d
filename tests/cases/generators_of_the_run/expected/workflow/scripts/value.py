"""Plain Python of main.py, line 83, as the workflow runs it."""


def run(doubled):
    # main.py:83
    value = [each for each in doubled]
    return value
