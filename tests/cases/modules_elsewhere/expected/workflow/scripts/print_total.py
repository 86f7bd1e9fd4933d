"""Plain Python of main.py, line 20, as the workflow runs it."""

import reports


def run(total):
    # main.py:20
    print(reports.title(total))
