"""Plain Python of main.py, line 49, as the workflow runs it."""

from pathlib import Path


def run(name_of_result):
    # main.py:49
    count = int(Path(name_of_result).read_text())
    return count
