"""Plain Python of main.py, lines 57 to 58, as the workflow runs it."""

import glob
import os


def run(OUT):
    # main.py:57
    listed = glob.glob("parts/*.txt")
    sizes = [os.path.getsize(path) for path in sorted(OUT.iterdir())]
    return listed, sizes
