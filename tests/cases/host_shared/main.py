"""Objects that plain Python chooses among others, and changes: the others see it."""

import numpy as np
from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


@task(returns=1)
def numbers(count):
    return list(range(count))


def pick(held, n):
    for each in held:
        if len(each) >= n:
            return each
    return held[0]


def members(held):
    yield from held


def main():
    n = wait_on(add(1, 1))

    a, b = [1], [2]
    chosen = a if n > 1 else b
    chosen.append(n)
    write([chosen, a, b], "either.txt")

    c, d = [1], [2]
    if n > 1:
        other = c
    else:
        other = d
    other.append(7)
    write([other, c, d], "branch.txt")

    population = [[1], [2, 3], [4]]
    best = pick(population, n)
    again = pick(population, n)
    best.append(n)
    write([best, again, population], "picked.txt")
    for each in members(population):
        each.append(n)
    write(population, "members.txt")

    good, bad = [], []
    for i in range(4):
        error = wait_on(add(i, 0))
        target = good if error < 2 else bad
        target.append(error)
        write(good, f"good/{i}.txt")
        write(bad, f"bad/{i}.txt")

    table = {"a": [1], "b": [2]}
    for i in range(3):
        key = wait_on(add(i, 0))
        row = table["a" if key < 2 else "b"]
        row.append(key)
    write(table, "table.txt")

    one, two = wait_on(numbers(2)), wait_on(numbers(3))
    x = one if n > 1 else two
    x.append(7)
    write([x, one, two], "results.txt")

    u, v = np.zeros(3), np.ones(3)
    w = u if n > 1 else v
    w += 5
    write([w.tolist(), u.tolist(), v.tolist()], "arrays.txt")

    s, t = {1}, {2}
    either = s if n > 1 else t
    either.add(9)
    write([sorted(either), sorted(s), sorted(t)], "sets.txt")


if __name__ == "__main__":
    main()
