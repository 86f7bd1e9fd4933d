"""Plain Python of main.py, lines 121 to 124, as the workflow runs it."""

import os


def run():
    # main.py:121
    with open("listing.txt", "w") as f:
        f.write(" ".join(sorted(os.listdir("e"))) + " ".join(sorted(os.listdir("a"))))
    with open("a/0.txt") as f, open("a0.copy", "w") as g:
        g.write(f.read())
