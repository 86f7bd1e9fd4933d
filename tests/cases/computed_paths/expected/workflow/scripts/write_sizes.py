"""Plain Python of main.py, lines 56 to 57, as the workflow runs it."""


def run(sizes):
    # main.py:56
    with open("sizes.txt", "w") as file:
        file.write(f"{sizes}\n")
