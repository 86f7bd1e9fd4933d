"""Plain Python of main.py, lines 44 to 45, as the workflow runs it."""

import os


def run(best):
    # main.py:44
    with open("there.txt", "w") as file:
        file.write(f"{os.path.exists(f'parts/{best}.txt')} {os.path.exists('parts/later.txt')} {best}\n")
