"""Plain Python of main.py, line 50, as the workflow runs it."""

import os


def run():
    # main.py:50
    sorted_result = sorted(os.listdir("networks"))
    return sorted_result
