"""Parameters, loop variables and files with names that mean something to Snakemake."""

from eflows2smk import FILE_OUT, FILE_IN, INOUT, task, wait_on


@task(returns=1, pop=INOUT)
def add(items, count, copy, pop, keys, index, clear, append, get, remove, _x=3):
    pop.append(keys)
    return [items, count]


@task(out=FILE_OUT, get=FILE_IN)
def write(value, out, get):
    with open(out, "w") as file:
        file.write(f"{value}\n{open(get).read()}")


@task(sort=FILE_OUT)
def write2(sort, wildcards, threads, log, rule, params, jobid, config, script):
    with open(sort, "w") as file:
        file.write(f"{wildcards} {threads} {log} {rule} {params}\n")


pop = []
x = [add(i, 2, 3, pop, i, 3, 4, 5, 6, 7) for i in range(2)]
items = [1, x[0]]
count = wait_on(x[1])
with open("insert.txt", "w") as f:
    f.write(str((items, count, pop)))
write(items, "a.txt", "insert.txt")
for count in range(2):
    for items in range(3):
        write2(f"{items}/{count}.txt", count, items, x[0], 3, 4, 5, 6, 7)
