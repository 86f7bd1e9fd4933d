"""Plain Python of main.py, from line 54-58, as the workflow runs it."""

import json
import os


def run(last, doubled):
    # main.py:54
    if last > 100:
        with open("verdict.txt", "w") as file:
            file.write("large\n")
    with open("summary.json", "w") as out:
        json.dump({"state": doubled, "kept": sorted(os.listdir("kept"))}, out)
