"""Plain Python of main.py, lines 23 to 29, as the workflow runs it."""


def run(measure_result):
    # main.py:23
    try:
        whole = measure_result
        part = 100 / whole
    except ZeroDivisionError:
        part = 0.0
    else:
        part = round(part, 2)
    return part
