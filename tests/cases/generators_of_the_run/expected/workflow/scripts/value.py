"""Plain Python of main.py, line 92, as the workflow runs it."""


def run(doubled):
    # main.py:92
    value = [each for each in doubled]
    return value
