"""Functions, closures, bound methods and globals of the program in what plain Python does with results of tasks."""

import functools
from eflows2smk import task, wait_on

TOTAL = 0
LOG = []


@task(returns=1)
def num(n):
    return n + 1


@task(returns=1)
def apply(f, x):
    return f(x)


@task(returns=1)
def apply_all(fs, x):
    return [f(x) for f in fs]


def add(n):
    global TOTAL
    TOTAL += n
    LOG.append(n)
    return TOTAL


def twice(n):
    return add(n) + add(n)


class Tally:
    def __init__(self, start):
        self.start = start
        self.seen = [start * 2]

    def add(self, n):
        self.seen.append(n)
        return len(self.seen)


def counter():
    count = 0

    def step(n):
        nonlocal count
        count += n
        return count

    return step


def main():
    a = add(wait_on(num(1)))
    b = twice(wait_on(num(a)))
    t = Tally(wait_on(num(3)))
    put = t.add
    c = put(wait_on(num(5)))
    step = counter()
    d = step(wait_on(num(1)))
    e = step(wait_on(num(2)))
    k = 3
    f = apply(lambda x: x * k, 5)
    k = 4
    g = apply(lambda x: x * k, 5)

    def local(x):
        return x + k

    h = apply(local, num(3))
    fs = {"a": lambda x: x + 1, "b": local}
    m = fs["a"](wait_on(num(9))) + fs["b"](wait_on(num(9)))
    key = "b" if wait_on(num(1)) > 1 else "a"
    o = fs[key](2)
    p = apply_all([local, abs, lambda x: -x], num(2))
    part = functools.partial(local, 5)
    q = sorted(wait_on(apply_all([local], 2)), key=lambda v: -v)
    r = list(map(local, wait_on(p)))
    with open("end.txt", "w") as out:
        print(a, b, c, d, e, wait_on(f), wait_on(g), wait_on(h), m, o, wait_on(p), q, r, part(), file=out)
        print(TOTAL, LOG, t.seen, t.start, file=out)


if __name__ == "__main__":
    main()
