"""Plain Python of main.py, lines 18 to 19, as the workflow runs it."""


def run():
    # main.py:18
    with open("log.txt", "w") as log:
        log.write("number measured\n")
