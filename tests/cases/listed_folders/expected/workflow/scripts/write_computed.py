"""Plain Python of main.py, lines 39 to 40, as the workflow runs it."""

import os


def run(n):
    # main.py:39
    with open("computed.txt", "w") as file:
        file.write(f"{sorted(os.listdir('parts' * (n - 1)))}\n")
