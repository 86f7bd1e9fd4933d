"""Plain Python of main.py, lines 117 to 118, as the workflow runs it."""


def run():
    # main.py:117
    with open("e/plain.txt", "w") as f:
        f.write("plain")
