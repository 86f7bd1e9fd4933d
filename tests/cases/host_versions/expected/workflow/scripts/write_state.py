"""Plain Python of main.py, lines 40 to 41, as the workflow runs it."""


def run(start):
    # main.py:40
    with open("state.txt", "w") as file:
        file.write(str(start))
