"""Plain Python of main.py, line 25, as the workflow runs it."""

import time


def run():
    # main.py:25
    start = time.time()
    return start
