"""Plain Python of main.py, lines 163 to 169, as the workflow runs it."""

from main import out


def run(v):
    # main.py:163
    try:
        z = 10 / v
    except ZeroDivisionError as e:
        z = str(e)
    finally:
        v += 1
    out("handled", z, v)
