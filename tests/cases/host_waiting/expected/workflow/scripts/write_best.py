"""Plain Python of main.py, line 34, as the workflow runs it."""

import shutil


def run(OUT, best):
    # main.py:34
    shutil.copy(OUT / f"{best}.txt", "best.txt")
