"""Plain Python of main.py, lines 69 to 72, as the workflow runs it."""


def run(values, copied, grid, grown, table, tally, counts):
    # main.py:69
    with open("values.txt", "w") as out:
        print(values, copied, list(grid), grown, file=out)
        print(table["a"], table["b"], table["sum"], file=out)
        print(tally.seen, tally.total, counts, file=out)
