"""Plain Python of main.py, lines 34 to 35, as the workflow runs it."""


def run(number, value):
    # main.py:34
    with open("out/log.txt", "a") as log:
        log.write(f"{number}: {value}\n")
