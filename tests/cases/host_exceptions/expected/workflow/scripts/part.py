"""Plain Python of main.py, lines 25 to 30, as the workflow runs it."""


def run(whole):
    # main.py:25
    try:
        part = 100 / whole
    except ZeroDivisionError:
        part = 0.0
    else:
        part = round(part, 2)
    return part
