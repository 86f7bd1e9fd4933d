"""Plain Python of many kinds between calls of tasks, on values that only the run knows."""

import dataclasses
import functools
from collections import ChainMap, deque
from enum import Enum, StrEnum
from typing import NamedTuple

from eflows2smk import INOUT, task, wait_on


class Mode(Enum):
    A = 1

    def __str__(self):
        return "a!"


class Kind(StrEnum):
    A = "a"


class Case(NamedTuple):
    x: int

    def __str__(self):
        return "case"


@dataclasses.dataclass
class Rec:
    n: int
    tags: list = dataclasses.field(default_factory=list)

    def __len__(self):
        return self.n


@task(returns=1)
def told(x):
    return str(x) + repr(type(x).__name__)


@task(returns=2)
def two(x):
    return x, [x]


@task(returns=1)
def rec(n):
    return Rec(n)


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


def max_task():
    a, b = [1], [2]
    n = wait_on(number())
    x = max([a, b], key=len) if n else a
    grow(a)
    out("max_task", shown(x), shown(a), shown(b))


def chain():
    out("chain", told(ChainMap({"a": wait_on(number(1))})))


def set_member():
    out("set_member", shown(sorted({wait_on(number(1)), 2})))


def enum_str():
    out("enum_str", told(Mode.A), told(Kind.A), told(Case(3)), str(Mode.A), f"{Kind.A}")


def gen_tasks():
    out(
        "gen_tasks",
        sum(wait_on(number(i)) for i in range(3)),
        ",".join(str(wait_on(number(i))) for i in range(3)),
        max(map(lambda i: wait_on(number(i)), [3, 5])),
    )


def gen_tasks_2():
    out(
        "gen_tasks_2",
        sorted((wait_on(number(i)) for i in [3, 1, 2]), reverse=True),
        list(wait_on(number(i)) + 1 for i in range(2)),
        {wait_on(number(i)): i for i in range(2)},
    )


def two_results():
    p, q = two(3)
    q2 = wait_on(q)
    q2.append(1)
    out("two_results", p, q2, shown(q2))


def attributes():
    r = wait_on(rec(4))
    r.tags.append("x")
    r.n += 1
    out("attributes", len(r), r.n, r.tags, shown(r))


def lengths():
    rs = [rec(i) for i in range(3)]
    out("lengths", [len(wait_on(r)) for r in rs], sum(len(wait_on(r)) for r in rs))


def formats():
    v = wait_on(number(3))
    s = f"{v:03d}|{v!r}|{v:>4}"
    out("formats", s, len(s), s.split("|"))


def branches():
    v = wait_on(number(3))
    if v > 2:
        if v > 5:
            z = "big"
        else:
            z = "mid"
    else:
        z = "small"
    w = [z] * 2
    w.append(v if v < 9 else 0)
    out("branches", z, w)


def handled():
    v = wait_on(number(0))
    try:
        z = 10 / v
    except ZeroDivisionError as e:
        z = str(e)
    finally:
        v += 1
    out("handled", z, v)


def loop_break():
    v = wait_on(number(7))
    found = None
    for i in range(20):
        if i * i > v:
            found = i
            break
    else:
        found = -1
    out("loop_break", found)


def kept():
    """Names that may stay as they were: as ever, and as a task made them."""
    v, old, flag, last = wait_on(number(7)), wait_on(number(3)), True, "never"
    for i in range(v):
        if i > 99:
            flag, old = False, i
    try:
        if v > 99:
            last = v
        last += f" {old[0]}"
    except TypeError:
        flag = [flag, last]
    out("kept", flag, old, last)


def collatz():
    v = wait_on(number(20))
    steps = []
    while v > 1:
        v = v // 2 if v % 2 == 0 else 3 * v + 1
        if v == 16:
            continue
        steps.append(v)
    out("collatz", steps, len(steps))


def helper_return():
    def pick(v):
        if v > 2:
            return "a"
        for i in range(5):
            if i == v:
                return i
        return None

    out("helper_return", pick(wait_on(number(3))), pick(wait_on(number(1))))


def lambda_key():
    xs = wait_on(rows())
    xs.append([0])
    ys = sorted(xs, key=lambda x: -x[0])
    out("lambda_key", ys, shown(ys), min(xs, key=len))


def dict_ops():
    d = {"a": wait_on(number(1))}
    d.update(b=2, c=wait_on(number(3)))
    d.setdefault("e", []).append(d["a"])
    e = {k: v for k, v in d.items() if k != "b"}
    del d["b"]
    out("dict_ops", d, e, list(d), "a" in d, d.get("zz", 5), shown(d))


def partial():
    add = functools.partial(lambda a, b: a + b, 3)
    out("partial", add(wait_on(number(4))), functools.reduce(lambda a, b: a * b, [wait_on(number(2)), 3, 4]))


def zip_enum():
    xs = wait_on(rows())
    out("zip_enum", [(i, a, b) for i, (a, b) in enumerate(zip(xs, "ab"))], dict(zip("xy", map(len, xs))))


def slices():
    xs = wait_on(rows()) * 3
    xs[1:3] = [[8]]
    xs[0], xs[-1] = xs[-1], xs[0]
    out("slices", xs, xs[::-1], xs[:2])


def queue():
    q = deque(maxlen=2)
    for i in range(3):
        q.append(wait_on(number(i)))
    q.appendleft(9)
    out("queue", list(q), q.maxlen)


def string_build():
    lines = []
    for i in range(3):
        lines.append(f"{i}: {wait_on(number(i)) * 2}")
    out("string_build", "\n".join(lines))


def global_count():
    counter = {"n": 0}

    def bump(k):
        counter["n"] += k
        return counter["n"]

    out("global_count", bump(wait_on(number(2))), bump(3), counter)


if __name__ == "__main__":
    max_task()
    chain()
    set_member()
    enum_str()
    gen_tasks()
    gen_tasks_2()
    two_results()
    attributes()
    lengths()
    formats()
    branches()
    handled()
    loop_break()
    kept()
    collatz()
    helper_return()
    lambda_key()
    dict_ops()
    partial()
    zip_enum()
    slices()
    queue()
    string_build()
    global_count()
