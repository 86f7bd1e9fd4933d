"""Plain Python of main.py, lines 65 to 66, as the workflow runs it."""

import os


def run():
    # main.py:65
    with open("listing.txt", "w") as file:
        file.write(" ".join([*sorted(os.listdir("results")), *sorted(os.listdir("again"))]))
