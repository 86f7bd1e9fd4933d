"""Plain Python of main.py, from line 49, as the workflow runs it."""

import os


def run():
    # main.py:49
    names = sorted(os.listdir("parts"))
    return names
