"""Plain Python of main.py, line 90, as the workflow runs it."""

from main import Mode


def run(chosen):
    # main.py:90
    condition = chosen == Mode.FAST
    return condition
