"""Plain Python of main.py, lines 26 to 28, as the workflow runs it."""


def run(log):
    # main.py:26
    log.write("done\n")
    log.close()
    # main.py:27
    file = open("values/2.txt")
    limit = int(file.read())
    return limit
