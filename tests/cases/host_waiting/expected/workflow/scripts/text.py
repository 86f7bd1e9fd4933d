"""Plain Python of main.py, line 38, as the workflow runs it."""

from pathlib import Path


def run(worst):
    # main.py:38
    text = (Path("more") / f"{worst}.txt").read_text()
    return text
