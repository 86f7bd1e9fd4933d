"""Plain Python of main.py, lines 35 to 43, as the workflow runs it."""

import json


def run(settings, smallest):
    # main.py:35
    with open("settings.json", "w") as out:
        json.dump(settings, out)
    # main.py:39
    for name in ("left", "right"):
        with open(f"sorted/{name}.txt") as text:
            smallest[name] = int(text.readline())
    # main.py:43
    total = sum(smallest.values())
    smallest_right = smallest['right']
    smallest_left = smallest['left']
    return total, smallest_right, smallest_left
