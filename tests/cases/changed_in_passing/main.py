"""Objects that a statement makes or changes on its way, next to what only the run knows."""

from eflows2smk import INOUT, task, wait_on


class Box:
    def __init__(self, n, xs=None):
        self.n = n
        self.xs = xs if xs is not None else [n]

    def __add__(self, other):
        return type(self)(self.n + other.n, self.xs + other.xs[:2])

    def __repr__(self):
        return f"Box({self.n}, {self.xs})"

    def put(self, number):
        self.xs.append(number)
        return self

    def key(self, number):
        self.n += 1
        return number % 5

    def score(self):
        return self.n


@task(returns=1)
def number(n):
    return n * 3 + 1


@task(returns=1)
def numbers(n):
    return [n, n + 7, 2]


@task(returns=1)
def boxed(n, xs):
    return Box(n, xs)


@task(xs=INOUT)
def push(xs, n):
    xs.append(n)


def out(name, *values):
    with open(f"{name}.txt", "w") as file:
        print(*map(wait_on, values), file=file)


def pushed(xs, number):
    xs.append(number)
    return xs


def same(value):
    return value


def made(k):
    xs = [k]
    xs.append(7)
    return xs


def displays():
    given = numbers(3)
    first = [3]
    both = first + given
    first.append(4)
    mixed = ([number(1)] + [2]) + given
    out("displays", first, both, mixed, [x + 1 for x in ([3, 1] + numbers(5))[:4]])


def operands():
    box = boxed(3, [5])
    total = Box(1, [3]) + box
    best = max([Box(number(2), [3]), box], key=Box.score)
    listed = sorted(made(2) + numbers(1), key=box.key)
    out("operands", box, total, best, listed, made(1) + numbers(2))


def results_that_were_there():
    given, table = wait_on(numbers(3)), {}
    table["a"] = pushed(given, 1)
    table["b"] = [pushed(same(given), 2), pushed(same(given), 3)]
    out("results_that_were_there", given, table)


def methods_in_passing():
    box, table = boxed(1, [2]), {}
    table["c"], table["d"] = box.put(4), [box.put(5), box.put(6)]
    out("methods_in_passing", table, box)


def set_apart():
    box = Box(number(2), [1])
    box.n = 3
    other = box
    other.xs.append(number(4))
    xs, n = [1], wait_on(number(2))
    first = xs + [n]
    xs.append(2)
    second = n + 1
    out("set_apart", box, other, xs, first, second, [n] + xs)


def parts_set_apart():
    k = wait_on(number(2))
    box, table = Box(k, [1]), {"a": [k], "b": 2}
    joined = [k] + [1, 2]
    box.xs = joined
    box.xs.append(k)
    box.n = 1
    table["b"] = 3
    y = k + 1
    table["c"] = y
    table["a"].append(y)
    out("parts_set_apart", box, joined, table)


if __name__ == "__main__":
    displays()
    operands()
    results_that_were_there()
    methods_in_passing()
    set_apart()
    parts_set_apart()
