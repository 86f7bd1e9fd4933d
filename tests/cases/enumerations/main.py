"""Enumerations, named tuples and the containers of the library, with and without results of tasks in them."""

from collections import OrderedDict, defaultdict, deque, namedtuple
from enum import Enum, Flag, IntEnum, StrEnum, auto, unique
from typing import NamedTuple

from eflows2smk import FILE_OUT, task, wait_on

Point = namedtuple("Point", "x y")


@unique
class Mode(Enum):
    FAST = "fast"
    SLOW = "slow"

    def label(self):
        return f"{self.name.lower()}-{self.value}"

    @property
    def steps(self):
        return 10 if self is Mode.FAST else 100


class Grade(Enum):
    GOOD = "good"
    FINE = "good"  # noqa: PIE796 - an alias
    BAD = "bad"


class Level(IntEnum):
    LOW = auto()
    HIGH = auto()


class Kind(StrEnum):
    MESH = "mesh"


class Access(Flag):
    READ = auto()
    WRITE = auto()


class Case(NamedTuple):
    name: str
    value: float = 1.5

    def path(self):
        return f"out/{self.name}.txt"


@task(returns=1)
def add(a, b):
    return a + b


@task(returns=1)
def run(mode, level):
    return f"{mode.value} {mode.label()} {level + 1}" if mode is Mode.FAST else mode.name


@task(returns=1)
def choose(x):
    return Mode.FAST if x > 1 else Mode.SLOW


@task(returns=1)
def norm(point):
    return point.x + point.y


@task(returns=1)
def first(queue):
    queue = queue.copy()
    return [queue.popleft(), queue.maxlen]


@task(returns=1)
def grouped(groups):
    groups = groups.copy()
    groups["new"].append(3)
    return groups


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def main():
    for mode in Mode:
        write(run(mode, Level.HIGH), f"out/{mode.label()}.txt")
    chosen = wait_on(choose(add(1, 1)))
    if chosen == Mode.FAST:
        write(chosen, "out/chosen.txt")
    write(chosen.steps * 2, "out/steps.txt")
    write({Mode.FAST: add(1, 1), Mode.SLOW: 2}, "out/by_mode.txt")
    for name, member in Grade.__members__.items():
        write([member, Grade[name].name, len(Grade)], f"out/grade_{name}.txt")
    write([Access.READ | Access.WRITE, Kind.MESH, Level.LOW], f"out/{Kind.MESH}.txt")

    write(norm(Point(1, 2)), "out/known.txt")
    write(norm(Point(add(1, 1), y=2)), "out/computed.txt")
    for case in [Case("a"), Case("b", add(1, 1)), Case("c")._replace(value=7)]:
        write(case, case.path())

    write(first(deque([add(1, 1), add(2, 2), 5], maxlen=4)), "out/first.txt")
    groups = defaultdict(list)
    groups["x"].append(add(3, 3))
    write(grouped(groups), "out/groups.txt")
    write(OrderedDict(a=add(1, 2), b=4), "out/ordered.txt")


if __name__ == "__main__":
    main()
