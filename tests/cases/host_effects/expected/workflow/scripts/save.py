"""Plain Python of main.py, line 67, as the workflow runs it."""

from main import save


def run(remember_result):
    # main.py:67
    save(remember_result)
