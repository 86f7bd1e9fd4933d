"""Plain Python of main.py, lines 46 to 47, as the workflow runs it."""

import json


def run(rows):
    # main.py:46
    with open("rows.json", "w") as out:
        json.dump(rows, out, indent=1, sort_keys=True)
