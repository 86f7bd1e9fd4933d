"""Plain Python of main.py, line 27, as the workflow runs it."""

import os


def run():
    # main.py:27
    names = sorted(os.listdir("parts"))
    return names
