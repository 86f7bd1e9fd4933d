"""Plain Python of main.py, lines 25 to 29, as the workflow runs it."""


def run(whole):
    # main.py:25
    part = 100 / whole
    # main.py:29
    part = round(part, 2)
    return part
