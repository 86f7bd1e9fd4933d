"""Plain Python of main.py, lines 28 to 29, as the workflow runs it."""


def run(items, count, pop):
    # main.py:28
    with open("insert.txt", "w") as f:
        f.write(str((items, count, pop)))
