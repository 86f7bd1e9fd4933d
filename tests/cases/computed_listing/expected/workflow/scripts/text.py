"""Plain Python of main.py, lines 33 to 36, as the workflow runs it."""

import os


def run():
    # main.py:33
    with open("either.txt", "w") as file:
        file.write(str(sorted(os.listdir("either"))))
    with open("either/x.txt") as file:
        text = file.read()
    return text
