"""Plain Python of main.py, line 75, as the workflow runs it."""

from main import out


def run(first, both, mixed, numbers_result):
    # main.py:75
    out("displays", first, both, mixed, [x + 1 for x in ([3, 1] + numbers_result)[:4]])
