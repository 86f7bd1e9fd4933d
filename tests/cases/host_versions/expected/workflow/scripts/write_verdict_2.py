"""Plain Python of main.py, from line 54-56, as the workflow runs it."""


def run(last):
    # main.py:54
    if last > 100:
        with open("verdict.txt", "w") as file:
            file.write("large\n")
