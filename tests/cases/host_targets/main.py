"""Targets of assignments with tasks in between, objects that change over scripts, what tasks return several in."""

from eflows2smk import FILE_OUT, INOUT, task, wait_on


@task(returns=1)
def make(n):
    return [n, n + 1, n + 2]


@task(returns=1)
def num(n):
    return n + 1


class Box:
    pass


@task(returns=1)
def box(n):
    b = Box()
    b.n = n
    return b


@task(returns=2)
def two(n):
    return n, n + 1


@task(returns=2)
def two_list(n):
    return [n, n + 1]


@task(returns=(int, int))
def typed(n):
    if n > 3:
        return n, 0
    return (n, 1)


@task()
def inferred(v):
    return v, v + 1


class Case:
    def __init__(self, name, value):
        self.name = name
        self.path = f"{name}.txt"
        self.value = value * 2
        self.both = [value, value + 1]

    def total(self):
        return self.value + sum(self.both)

    def grow(self):
        self.value += 1
        self.both.append(self.value)


@task(out=FILE_OUT)
def write(out, value):
    with open(out, "w") as f:
        f.write(str(value))


@task(xs=INOUT)
def push(xs, v):
    xs.append(v)


def gen(n):
    for i in range(n):
        xs = make(i)
        xs.append(7)
        yield xs


def targets():
    xs = make(3)
    ys = make(5)
    b = wait_on(box(1))
    xs[0] = len(ys) + num(7)
    xs[1] += num(8)
    b.n = num(3)
    b.n += num(4)
    i, xs[2] = 1, num(5)
    xs[len(ys) - 1], ys[0] = ys[0], xs[0] + num(2)
    (p, q), *r = [(xs[0] + wait_on(num(1)), ys[1]), 3, len(xs) + wait_on(num(4))]
    zs = ws = [len(xs), wait_on(num(1))]
    zs += [len(ys), wait_on(num(6))]
    ys += [wait_on(num(9))]
    del xs[wait_on(num(-1))], ys[1]
    if len(xs) + wait_on(num(0)) > 2:
        t = 5
    else:
        t = 6
    u = (v := len(xs)) + wait_on(num(3))
    a, (b1, *c) = len(xs), wait_on(make(wait_on(num(3))))
    with open("targets.txt", "w") as out:
        print(wait_on(xs), wait_on(ys), b.n, i, p, q, r, zs, ws, t, u, v, a, b1, c, file=out)


def states():
    a = wait_on(two(1))
    b = wait_on(two_list(1))
    c = wait_on(typed(5))
    d = wait_on(inferred(2))
    x, y = two(4)
    case = Case("c", wait_on(num(2)))
    write(case.path, case.value)
    s = case.total() + wait_on(num(1))
    case.grow()
    u = case.total() + wait_on(num(case.value))
    case.grow()
    write("value.txt", wait_on(num(1)) + case.value)
    with open("states.txt", "w") as out:
        print(a, b, c, d, wait_on(x), wait_on(y), s, u, case.both, case.value, a + (1,), isinstance(a, tuple), file=out)


def iterators():
    total = 0
    for x in map(num, [1, 2]):
        total += wait_on(x)
    got = [g for g in gen(2)]
    push(got[0], 9)
    lens = [len(g) for g in gen(2)]
    s = 0
    for k, g in enumerate(gen(2)):
        s += g[0] + k
    sq = [wait_on(x) * 2 for x in map(num, [5, 6])]
    with open("iterators.txt", "w") as out:
        print(total, wait_on(got), lens, s, sq, sum(wait_on(v) for v in map(num, [7])), file=out)


if __name__ == "__main__":
    targets()
    states()
    iterators()
