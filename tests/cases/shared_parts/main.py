"""Objects that have parts in common, changed by plain Python and by tasks."""

import copy

from eflows2smk import INOUT, task, wait_on


class Box:
    def __init__(self, items):
        self.items = items

    def add(self, x):
        self.items.append(x)

    def __len__(self):
        return len(self.items)


def pick(a, b):
    return a if len(a) > 1 else b


@task(returns=1)
def rows():
    return [[1], [2]]


@task(returns=1)
def number(n=2):
    return n


@task(returns=1)
def shown(x):
    return repr(x)


@task(x=INOUT)
def grow(x):
    x.append(9)


@task(returns=1)
def total(x):
    return sum(map(len, x))


def out(name, *values):
    with open(name + ".txt", "w") as file:
        file.write(repr([wait_on(value) for value in values]))


def two_names_method():
    same = xs = rows()
    xs += rows()
    a = shown(xs)
    same.append(1)
    out("two_names_method", a, shown(xs))


def loop_elements():
    xs = wait_on(rows())
    for x in xs:
        x.append(1)
    out("loop_elements", shown(xs))


def copies_sum():
    xs = wait_on(rows())
    ys = wait_on(rows())
    zs = xs + ys
    a = shown(zs)
    ys[0].append(1)
    ys.append(3)
    out("copies_sum", a, shown(zs), shown(ys))


def copies_mul():
    ys = wait_on(rows())
    zs = ys * 2
    ys[0].append(1)
    out("copies_mul", shown(zs))


def copies_copy():
    ys = wait_on(rows())
    zs = ys.copy()
    ys[0].append(1)
    ys[1] = 4
    out("copies_copy", shown(zs), shown(ys))


def put_into():
    xs = wait_on(rows())
    ys = wait_on(rows())
    a = shown(xs)
    xs.append(ys)
    b = shown(xs)
    ys.append(1)
    out("put_into", a, b, shown(xs))


def table():
    held = [2, 1]
    table = {"l": held}
    xs = rows()
    for i in range(2):
        for x in sorted(wait_on(xs)):
            pass
        xs = table["l"]
    grow(held)
    out("table", shown(xs), shown(held))


def expr_append():
    a, b = [1], [2]
    n = wait_on(number())
    x = a if n > 1 else b
    a.append(3)
    out("expr_append", shown(x), shown(a), shown(b))


def expr_set():
    a, b = [1], [2]
    n = wait_on(number())
    x = max([a, b], key=len) if n else a
    a[0] = 3
    out("expr_set", wait_on(shown(x)), x, a)


def element_del():
    a, b = [1], [2]
    n = wait_on(number())
    x = [a, b][n - 2]
    del a[0]
    out("element_del", shown(x), shown(a), shown(b))


def copy_stays():
    a, b = [1], [2]
    n = wait_on(number())
    x = a[:] if n > 1 else b[:]
    y = len(a) if n > 1 else 3
    z = str(a) if n > 1 else ""
    a.append(3)
    out("copy_stays", shown(x), y, z, a)


def nested_tuple():
    xs = wait_on(rows())
    pair = (xs, 1)
    pair[0].append(4)
    out("nested_tuple", shown(xs), shown(pair))


def dict_of():
    xs = wait_on(rows())
    d = {"a": xs, "b": [xs]}
    d["b"][0].append(5)
    xs[0].append(6)
    out("dict_of", shown(d), shown(xs))


def obj_attr():
    box = Box(wait_on(rows()))
    box.items.append(3)
    box.add(4)
    other = box.items
    other.append(5)
    out("obj_attr", shown(box.items), shown(other), len(box))


def obj_task():
    box = Box(rows())
    grow(box.items)
    out("obj_task", shown(box.items))


def star():
    a, *rest = wait_on(rows()) + [[7]]
    rest[0].append(1)
    a.append(2)
    out("star", shown(a), shown(rest))


def closure():
    xs = wait_on(rows())

    def add(v):
        xs.append(v)

    add(1)
    add(wait_on(number()))
    out("closure", shown(xs))


def helper_alias():
    xs = wait_on(rows())
    ys = pick(xs, [0])
    ys.append(3)
    out("helper_alias", shown(xs))


def while_grow():
    xs = []
    while len(xs) < wait_on(number(3)):
        xs.append(wait_on(total(rows())))
    out("while_grow", xs, shown(xs))


def deepcopy():
    xs = wait_on(rows())
    ys = copy.deepcopy(xs)
    zs = copy.copy(xs)
    xs[0].append(8)
    out("deepcopy", shown(ys), shown(zs), shown(xs))


def same_twice():
    xs = rows()
    both = [xs, xs]
    grow(xs)
    out("same_twice", shown(both))


if __name__ == "__main__":
    two_names_method()
    loop_elements()
    copies_sum()
    copies_mul()
    copies_copy()
    put_into()
    table()
    expr_append()
    expr_set()
    element_del()
    copy_stays()
    nested_tuple()
    dict_of()
    obj_attr()
    obj_task()
    star()
    closure()
    helper_alias()
    while_grow()
    deepcopy()
    same_twice()
