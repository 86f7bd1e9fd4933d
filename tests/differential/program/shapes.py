"""Classes, helpers and tasks of generated programs that share, copy and change objects."""

import copy
import enum
import functools
from collections import namedtuple
from dataclasses import dataclass, field

from eflows2smk import FILE_IN, FILE_INOUT, FILE_OUT, INOUT, task, wait_on

LIMIT = 97
Mark = namedtuple("Mark", "n xs")


class Color(enum.Enum):
    RED = 1
    BLUE = 2

    def other(self):
        return Color.BLUE if self is Color.RED else Color.RED


class Box:
    """A list with a number."""

    kind = "box"

    def __init__(self, n, xs=None):
        self.n = n
        self.xs = xs if xs is not None else [n]

    @property
    def twice(self):
        return self.n * 2 % LIMIT

    @twice.setter
    def twice(self, value):
        self.n = value // 2

    @classmethod
    def of(cls, values):
        return cls(len(values), values)

    @staticmethod
    def near(number):
        return number + 1

    def __repr__(self):
        return f"{type(self).__name__}({self.n}, {self.xs})"

    def __add__(self, other):
        return type(self)((self.n + other.n) % LIMIT, self.xs + other.xs[:2])

    def __iadd__(self, number):
        self.xs.append(number)
        return self

    def __eq__(self, other):
        return isinstance(other, Box) and self.n == other.n

    def __hash__(self):
        return hash(self.n)

    def __lt__(self, other):
        return self.n < other.n

    def __len__(self):
        return len(self.xs)

    def __bool__(self):
        return self.n != 0

    def __contains__(self, number):
        return number in self.xs

    def __getitem__(self, place):
        return self.xs[place % len(self.xs)] if self.xs else 0

    def __setitem__(self, place, value):
        self.xs[place % len(self.xs) if self.xs else 0 :] = [value]

    def __iter__(self):
        return iter(self.xs[:4])

    def __call__(self, number):
        return (self.n + number) % LIMIT

    def key(self, number):
        self.n += 1
        return number % 5

    def put(self, number):
        self.xs.append(number)
        return self

    def score(self):
        return self.n


class Crate(Box):
    kind = "crate"

    def __init__(self, n, xs=None):
        super().__init__(n, xs)
        self.inner = Box(n + 1)

    def put(self, number):
        self.inner.put(number)
        return super().put(number + 1)

    def score(self):
        return super().score() + len(self.inner)

    def __repr__(self):
        return f"{super().__repr__()}/{self.inner}"


@dataclass
class Record:
    n: int
    xs: list = field(default_factory=list)
    color: Color = Color.RED
    notes: dict = field(default_factory=dict)

    def more(self, number):
        self.xs.append(number)
        return self.n


@dataclass(frozen=True, order=True)
class Spot:
    n: int
    name: str = "spot"


class Scope:
    """A context manager that changes what it gets, before and after."""

    def __init__(self, values):
        self.values = values

    def __enter__(self):
        self.values.append(1)
        return self.values

    def __exit__(self, kind, error, trace):
        self.values.append(2)
        return kind is ValueError


def add(a, b=1):
    return (a + b) % LIMIT


def pick(first, second, which):
    return first if which else second


def same(value):
    return value


def pushed(values, number=3):
    values.append(number)
    return values


def evens(values):
    for value in values:
        if value % 2 == 0:
            yield value


def drained(values):
    while values:
        yield values.pop()


def adder(n):
    def inner(x):
        return (x + n) % LIMIT

    return inner


def counter(start=0):
    count = start

    def step(x=1):
        nonlocal count
        count += x
        return count

    return step


def collector(into):
    def collect(x):
        into.append(x)
        return x % 7

    return collect


@functools.lru_cache(maxsize=50)
def memo(n):
    return (n * n + 1) % LIMIT


def named(mark):
    return mark._replace(n=mark.n + 1)


def kind(value):
    match value:
        case []:
            return 0
        case [only]:
            return only
        case [first, *_]:
            return first + 1
        case {"a": found}:
            return len(found)
        case Box(n=n):
            return n
        case Color.RED | Color.BLUE:
            return 3
        case _:
            return 5


def risky(n):
    if n % 3 == 0:
        raise ValueError(n)
    return n


def attempt(n, into):
    try:
        return risky(n)
    except ValueError as error:
        into.append(error.args[0])
        return -1
    else:
        into.append(5)
    finally:
        into.append(7)


def clone(value):
    return copy.copy(value)


def out(path, **values):
    with open(path, "w") as file:
        for name, value in values.items():
            print(name, repr(wait_on(value)), file=file)


@task(returns=1)
def num(n):
    return (n * 3 + 1) % LIMIT


@task(returns=int)
def total(values):
    return sum(values) % LIMIT


@task(returns=1)
def numbers(n):
    return [(n * 7 + k) % LIMIT for k in range(3)]


@task(returns=1)
def merged(first, second):
    return [*first, *second][:6]


@task(returns=2)
def ends(values):
    return (values[0] if values else 0), values[-2:]


@task(returns=1)
def rows(n):
    return [[n % LIMIT], [n % 5, 2]]


@task(returns=1)
def boxed(n, values):
    return Box(n, list(values))


@task(returns=1)
def crated(n):
    return Crate(n)


@task(returns=Record)
def record(n):
    return Record(n, [n], notes={"a": n})


@task(returns=1)
def table(n):
    return {"a": [n], "b": [n, 1]}


@task(returns=str)
def label(n):
    return f"t {n}"


@task(returns=1)
def parts(value):
    return list(value.xs)


@task(values=INOUT)
def push(values, n):
    values.append(n)


@task(target=INOUT)
def grow(target, n):
    target.n = (target.n + n) % LIMIT
    target.xs.append(n)


@task(target=INOUT)
def spread(target, n):
    for row in target:
        row.append(n)


@task(target=INOUT)
def enter(target, n):
    target["a"].append(n)
    target[f"k{n % 2}"] = [n]


@task(path=FILE_OUT)
def write_file(value, path):
    with open(path, "w") as file:
        file.write(f"{value}\n")


@task(path=FILE_INOUT)
def add_line(value, path):
    with open(path, "a") as file:
        file.write(f"{value}\n")


@task(path=FILE_IN, returns=1)
def size_of(path):
    with open(path) as file:
        return len(file.read())
