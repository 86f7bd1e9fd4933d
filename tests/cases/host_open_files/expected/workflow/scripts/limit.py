"""Plain Python of main.py, lines 25 to 28, as the workflow runs it."""


def run():
    # main.py:25
    with open("log.txt", "a") as log:
        log.write("done\n")
    with open("values/2.txt") as file:
        limit = int(file.read())
    return limit
