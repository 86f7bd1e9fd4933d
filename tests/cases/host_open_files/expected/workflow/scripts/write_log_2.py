"""Plain Python of main.py, lines 22 to 24, as the workflow runs it."""


def run(number, value, log):
    # main.py:22
    print(number, value, file=log)
    # main.py:24
    log.write("again\n")
    return log
