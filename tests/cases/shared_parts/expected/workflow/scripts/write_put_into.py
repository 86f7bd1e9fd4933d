"""Plain Python of main.py, line 100, as the workflow runs it."""

from main import out


def run(a, b, shown_result):
    # main.py:100
    out("put_into", a, b, shown_result)
