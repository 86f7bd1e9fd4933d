"""Plain Python of main.py, line 55, as the workflow runs it."""

import glob


def run():
    # main.py:55
    sorted_result = sorted(glob.glob("networks/*.cfg"))
    return sorted_result
