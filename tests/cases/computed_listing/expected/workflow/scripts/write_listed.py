"""Plain Python of main.py, lines 26 to 27, as the workflow runs it."""

import os


def run():
    # main.py:26
    with open("listed.txt", "w") as file:
        file.write(f"{sorted(os.listdir('done'))} {sorted(os.listdir('not'))}\n")
