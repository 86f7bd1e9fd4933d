"""Comprehensions over computed values, and over known ones of which computed values decide."""

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(returns=1)
def half(x):
    return x / 2


@task(returns=1)
def items(n):
    return list(range(n))


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


if __name__ == "__main__":
    values = [add(i, 1) for i in range(4)]
    large = [half(v) for v in values if wait_on(v) > 2]
    write(wait_on(large), "large.txt")
    good = [v for v in wait_on(values) if v % 2 == 0]
    write(len(good), "count.txt")
    found = wait_on(items(4))
    write([add(k, 10) for k in found if k % 2], "odd.txt")
    write([add(k, 10) for k in found if k > 0 if wait_on(add(k, 1)) < 4], "small.txt")
    table = {k: add(k, 2) for k in found}
    write(table, "table.txt")
    for number, k in enumerate(found):
        write(table[k], f"table/{number}.txt")
    pairs = []
    for number, k in enumerate(found):
        pairs.append((number, add(k, 1)))
    write(pairs, "pairs.txt")
    write(len({wait_on(add(k % 2, 0)) for k in found}), "different.txt")
