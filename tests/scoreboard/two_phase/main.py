"""Simulations in two phases with a barrier between; the second reads a table that the main program writes."""

import csv

from pycompss.api.api import compss_barrier, compss_wait_on
from pycompss.api.parameter import FILE_IN, FILE_OUT
from pycompss.api.task import task


@task(returns=2)
def explore(x):
    return x * x - 2 * x, x


@task(table=FILE_IN, out=FILE_OUT)
def exploit(table, row, out):
    with open(table, newline="") as f:
        rows = list(csv.reader(f))
    with open(out, "w") as f:
        f.write("refined " + ",".join(rows[row]))


found = [explore(x) for x in range(3)]
compss_barrier()
found = compss_wait_on(found)
found.sort()
with open("table.csv", "w", newline="") as f:
    writer = csv.writer(f)
    for value, x in found:
        writer.writerow([x, value])
for row in range(2):
    exploit("table.csv", row, f"refined_{row}.txt")
