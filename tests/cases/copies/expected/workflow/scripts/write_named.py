"""Plain Python of main.py, lines 59 to 63, as the workflow runs it."""

from main import Pair


def run(n, first, named, apart, replaced, kept):
    # main.py:59
    matched = n + first
    # main.py:62
    with open("named.txt", "w") as file:
        file.write(f"{named.xs} {apart.xs} {replaced} {matched} {bool(named)} {Pair(1, kept)}\n")
