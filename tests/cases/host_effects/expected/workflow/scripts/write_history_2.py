"""Plain Python of main.py, lines 74 to 75, as the workflow runs it."""


def run():
    # main.py:74
    with open("history.txt", "a") as history:
        history.write("end\n")
