"""Plain Python of main.py, lines 18 to 19, as the workflow runs it."""


def run():
    # main.py:18
    log = open("log.txt", "w")
    log.write("number measured\n")
    return log
