"""Plain Python of main.py, lines 54 to 56, as the workflow runs it."""


def run(last):
    # main.py:54
    if last > 100:
        with open("verdict.txt", "w") as file:
            file.write("large\n")
