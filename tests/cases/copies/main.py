"""Copies of lists and named tuples whose members only the run knows, and what these share."""

import copy
from collections import namedtuple

from eflows2smk import INOUT, compss_wait_on, task


Pair = namedtuple("Pair", "n xs")


@task(returns=1)
def rows(n):
    row = [n, n + 1]
    return {"all": row, "first": row}


@task(rows=INOUT)
def grow(rows):
    rows.append(len(rows))


@task(returns=1)
def total(rows):
    return sum(rows)


def scaled(rows, factor):
    for i in range(len(rows)):
        rows[i] = rows[i] * factor
    return rows


def halves(table):
    return table["all"], table["first"]


def main():
    found = compss_wait_on([total([n, 1]) for n in range(3)])
    kept = copy.deepcopy(found)
    doubled = scaled(kept, 2)
    print(found, kept, doubled)

    # Both members are one list, and so are those of the copy.
    whole, first = halves(rows(4))
    pair = [whole, first]
    again = copy.deepcopy(pair)
    grow(again[0])
    print(pair, again, total(again[1]))
    with open("copies.txt", "w") as file:
        file.write(f"{pair} {again} {total(again[1])} {again[0] is again[1]}\n")

    # A deep copy keeps what it has; a named tuple is a sequence as well.
    named = Pair(total([7]), [compss_wait_on(total([3])), 1])
    apart, replaced = copy.deepcopy(named), copy.deepcopy(Pair(1, [2])._replace(xs=named.xs))
    named.xs[:1] = [5]
    match named:
        case [n, [first, *_]]:
            matched = compss_wait_on(n) + first
        case _:
            matched = None
    spread = {**rows(1), "kept": kept}
    grow(spread["kept"])
    with open("named.txt", "w") as file:
        file.write(f"{named.xs} {apart.xs} {replaced} {matched} {bool(named)} {Pair(1, kept)}\n")


if __name__ == "__main__":
    main()
