"""Plain Python of main.py, lines 94 to 95, as the workflow runs it."""


def run(limit):
    # main.py:94
    with open("lines.txt", "w") as file:
        file.write(f"a\n\nb{limit}\n")
