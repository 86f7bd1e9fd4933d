"""Plain Python of main.py, lines 56 to 58, as the workflow runs it."""


def run():
    # main.py:56
    # Plain Python too.
    with open("steps.txt", "w") as file:
        file.write("from 9\n")
