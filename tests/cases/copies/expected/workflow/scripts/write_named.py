"""Plain Python of main.py, lines 64 to 65, as the workflow runs it."""

from main import Pair


def run(named, apart, replaced, matched, kept):
    # main.py:64
    with open("named.txt", "w") as file:
        file.write(f"{named.xs} {apart.xs} {replaced} {matched} {bool(named)} {Pair(1, kept)}\n")
