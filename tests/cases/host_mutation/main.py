"""Objects that host code changes in place, under one name and under several."""

import numpy as np

from eflows2smk import INOUT, task, wait_on


@task(returns=1)
def make(size):
    return list(range(size))


@task(returns=1)
def array(size):
    return np.arange(float(size))


@task(values=INOUT)
def extend(values, more):
    values.extend(more)


@task(returns=1)
def copy_of(values):
    return list(values)


class Tally:
    def __init__(self):
        self.seen = []
        self.total = 0

    def add(self, values):
        self.seen.append(len(values))
        self.total += sum(values)
        return self


if __name__ == "__main__":
    values = make(3)
    alias = values
    values.append(10)
    extend(values, [20])
    copied = copy_of(alias)
    alias += [30]

    grid = array(4)
    grid[0] = 7
    grid *= 2
    part = grid[1:3]
    grown = make(2)
    grown.extend(float(x) for x in part)

    table = {}
    for key in ("a", "b"):
        table[key] = make(len(key) + 1)
    table["sum"] = sum(wait_on(table["a"]))

    tally = Tally()
    for _ in range(2):
        tally.add(wait_on(make(4)))

    counts = []
    for size in range(1, 4):
        made = wait_on(make(size))
        counts.append(len(made))
    counts[0] = counts[1] + counts[2]

    with open("values.txt", "w") as out:
        print(wait_on(values), wait_on(copied), list(grid), grown, file=out)
        print(wait_on(table["a"]), wait_on(table["b"]), table["sum"], file=out)
        print(tally.seen, tally.total, counts, file=out)
