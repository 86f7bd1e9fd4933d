"""Plain Python of main.py, lines 45 to 48, as the workflow runs it."""

import os
import shutil


def run(smallest, total, words):
    # main.py:45
    shutil.copy("sorted/right.txt", "copy.txt")
    with open("summary.txt", "w") as out:
        out.write(f"{smallest} {total} {words}\n")
        out.write(f"{sorted(os.listdir('sorted'))}\n")
