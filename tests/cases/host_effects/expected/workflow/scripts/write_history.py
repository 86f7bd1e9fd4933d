"""Plain Python of main.py, lines 13 to 14, as the workflow runs it."""


def run():
    # main.py:13
    with open("history.txt", "a") as history:
        history.write("begin\n")
