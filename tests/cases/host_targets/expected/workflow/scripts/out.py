"""Plain Python of main.py, line 135, as the workflow runs it."""


def run():
    # main.py:135
    out = open("iterators.txt", "w")
    return out
