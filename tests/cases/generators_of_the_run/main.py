"""Generators that go on as only the run can tell."""

import functools
from collections import namedtuple

from eflows2smk import FILE_OUT, task, wait_on

Mark = namedtuple("Mark", "number members")


def add(number, other):
    return number + other


@task(returns=1)
def numbers(n):
    return [n, n + 1, n + 2, 5]


@task(returns=1)
def double(n):
    return 2 * n


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def evens(values):
    for value in values:
        if value % 2 == 0:
            yield value


def drained(values):
    while values:
        yield values.pop()


def flat(values):
    for value in values:
        if isinstance(value, list):
            yield from flat(value)
        else:
            yield value


def lines(path):
    with open(path) as file:
        for line in file:
            if line.strip():
                yield line.strip()


def running(limit):
    total = 0
    while total < limit:
        added = yield total
        total += added


class Bag:
    def __init__(self, members):
        self.members = members

    def __iter__(self):
        for member in self.members:
            if member > 1:
                yield member


def main():
    found = wait_on(numbers(1))
    limit = int(found[0])
    rows = [[1], [2]]

    def touched(limit):
        for row in rows:
            if row[0] > limit:
                row.append(limit)
                yield row

    first = list(touched(limit))
    later = touched(limit)
    rows.append([9])
    first[0].append(100)
    write([first, list(later), rows], "rows.txt")

    doubled = [double(each) for each in evens(wait_on(numbers(2)))]
    write([wait_on(each) for each in doubled], "doubled.txt")

    with open("lines.txt", "w") as file:
        file.write(f"a\n\nb{limit}\n")
    number, members = mark = Mark(7, [1])
    members.append(number)
    write([list(map(functools.partial(add, other=double(2)), [5, 6])), mark, members], "mapped.txt")
    known = [1, 2, 3]
    above = (each for each in known if each > limit)
    known.append(4)
    totals = running(limit + 3)
    next(totals)
    known.extend([totals.send(limit), totals.send(2)])
    print(list(above), list(flat([1, found, [2]])), list(lines("lines.txt")), sum(Bag(found)), known)
    write(
        [
            any(x > y for x, y in zip(known, found)),
            [x for x in Bag(found)],
            list(drained(found))[:2],
            found,
        ],
        "values.txt",
    )


if __name__ == "__main__":
    main()
