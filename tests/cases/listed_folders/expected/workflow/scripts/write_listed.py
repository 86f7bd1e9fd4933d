"""Plain Python of main.py, lines 36 to 37, as the workflow runs it."""

import os


def run(n):
    # main.py:36
    with open("listed.txt", "w") as file:
        file.write(f"{sorted(os.listdir('parts'))} {n}\n")
