"""Plain Python around calls of tasks in one expression, and files whose names tasks compute."""

from pathlib import Path

import numpy as np
from eflows2smk import FILE_OUT, INOUT, task, wait_on


@task(returns=1)
def table(n):
    return {"numbers": [1, 2, n], "text": "x,y"}


@task(returns=1)
def name_of(stem):
    return f"{stem}.txt"


@task(returns=1)
def make(n):
    return list(range(n))


@task(xs=INOUT, returns=1)
def grow(xs):
    xs.append(7)
    return len(xs)


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def main():
    # One step for all that is done with what a task gives.
    text = Path(wait_on(name_of("in"))).read_text()
    first = wait_on(table(3))["text"].split(",")[0].upper()
    first = first + str(wait_on(table(4))["numbers"].index(4)) + name_of("x").upper().strip()
    write(first, "first.txt")
    write([word.replace("x", "z") for word in wait_on(table(5))["text"].split(",")], "words.txt")
    if wait_on(table(6))["text"].startswith("x"):
        write(len(text), "length.txt")

    # A file of which only the run knows the name may be any of those written before.
    for i in range(3):
        write(i + 1, f"out/{i}.txt")
    count = int(Path(wait_on(name_of("out/1"))).read_text())
    for i in range(count):
        write(i, f"deep/{i}.txt")
    value = np.loadtxt(wait_on(name_of("deep/1")))
    write(float(value) + count, "value.txt")

    # What stands to the left of a task that changes it is read before.
    xs = make(3)
    write(f"{len(xs)} {wait_on(grow(xs))} {len(xs)}", "format.txt")
    write(f"{len(xs)} {wait_on(grow(xs)) + 1} {sum(xs)} {xs}", "text.txt")
    write([str(xs[-1]), wait_on(grow(xs)) + 1, sum(xs)], "list.txt")
    write(int(xs[-1]) + len(xs) + wait_on(grow(xs)) + sum(xs), "sum.txt")
    write({"a": len(xs), "b": wait_on(grow(xs)) + 1, "c": sum(xs)}, "dict.txt")
    write(len(xs) < wait_on(grow(xs)) - 1, "less.txt")
    zs = make(2)
    zs[0] = len(xs) + wait_on(grow(xs))
    zs += [len(xs), wait_on(grow(xs)) + 1]
    write(zs, "element.txt")


if __name__ == "__main__":
    main()
