"""Plain Python of main.py, line 96, as the workflow runs it."""

from main import Mode


def run(chosen):
    # main.py:96
    condition = chosen == Mode.FAST
    return condition
