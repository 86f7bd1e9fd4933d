"""Plain Python of main.py, lines 40 to 42, as the workflow runs it."""

import copy
from main import scaled


def run(found):
    # main.py:40
    kept = copy.deepcopy(found)
    doubled = scaled(kept, 2)
    print(found, kept, doubled)
    return kept
