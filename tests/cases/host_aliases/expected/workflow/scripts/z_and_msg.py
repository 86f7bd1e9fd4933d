"""Plain Python of main.py, lines 32 to 36, as the workflow runs it."""


def run(total):
    # main.py:32
    try:
        z = 1 / total
    except ZeroDivisionError:
        z = 0
    msg = "big" if total > 3 else "small"
    return z, msg
