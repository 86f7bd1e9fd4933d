"""Plain Python of main.py, lines 21 to 22, as the workflow runs it."""


def run(number, value):
    # main.py:21
    with open("log.txt", "a") as log:
        print(number, value, file=log)
