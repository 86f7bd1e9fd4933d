"""Plain Python of main.py, line 64, as the workflow runs it."""

from main import show


def run(made):
    # main.py:64
    show_result = show(made)
    return show_result
