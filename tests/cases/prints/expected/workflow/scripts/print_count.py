"""Plain Python of main.py, lines 41 to 45, as the workflow runs it."""

from main import Member
from main import twice


def run(count):
    # main.py:41
    print("count", count)
    print("behind it", Member("a"), [1, 2], end=" | ")
    print({"a": 1}, sep="")
    print("count again", count)
    print(twice(count), twice(4))
