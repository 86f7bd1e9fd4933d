"""Plain Python of main.py, line 43, as the workflow runs it."""

from main import note


def run(number):
    # main.py:43
    note("before.txt", number)
