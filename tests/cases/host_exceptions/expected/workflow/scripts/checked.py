"""Plain Python of main.py, lines 50 to 51, as the workflow runs it."""

from main import checked


def run(total):
    # main.py:50
    checked(total)
    assert total > 1, "too small"
