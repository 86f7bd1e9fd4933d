"""Plain Python of main.py, lines 21 to 24, as the workflow runs it."""


def run(number, value):
    # main.py:21
    with open("log.txt", "a") as log:
        print(number, value, file=log)
    with open("log.txt", "a") as log:
        log.write("again\n")
