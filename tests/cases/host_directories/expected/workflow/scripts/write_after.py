"""Plain Python of main.py, line 47, as the workflow runs it."""

from main import note


def run(number):
    # main.py:47
    note("after.txt", number)
