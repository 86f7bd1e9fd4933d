"""Plain Python of main.py, lines 67 to 72, as the workflow runs it."""


def run(counts, values, copied, grid, grown, table, tally):
    # main.py:67
    counts[0] = counts[1] + counts[2]
    # main.py:69
    with open("values.txt", "w") as out:
        print(values, copied, list(grid), grown, file=out)
        print(table["a"], table["b"], table["sum"], file=out)
        print(tally.seen, tally.total, counts, file=out)
