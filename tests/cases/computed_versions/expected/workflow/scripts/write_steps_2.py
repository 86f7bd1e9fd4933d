"""Plain Python of main.py, lines 61 to 62, as the workflow runs it."""


def run(x):
    # main.py:61
    with open("steps.txt", "a") as file:
        file.write(f"{x}\n")
