"""Plain Python of main.py, lines 51 to 52, as the workflow runs it."""

import os


def run(name):
    # main.py:51
    base = os.path.splitext(name)[0]
    join_value = os.path.join("networks", name)
    join_value_2 = os.path.join("results", f"{base}.txt")
    return base, join_value, join_value_2
