"""Plain Python of main.py, lines 36 to 38, as the workflow runs it."""

import copy
from main import scaled


def run(found):
    # main.py:36
    kept = copy.deepcopy(found)
    doubled = scaled(kept, 2)
    print(found, kept, doubled)
