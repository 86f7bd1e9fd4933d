"""Plain Python of main.py, from line 26-27, as the workflow runs it."""


def run():
    # main.py:26
    with open("log.txt", "w") as log:
        log.write("begin\n")
