"""Plain Python of main.py, line 38, as the workflow runs it."""

from pathlib import Path


def run(name_of_result):
    # main.py:38
    text = Path(name_of_result).read_text()
    return text
