"""Globals that change while the program runs, and are read by plain Python and by tasks."""

import settings

from eflows2smk import FILE_OUT, task, wait_on

settings.FACTOR = 3
OFFSET = 1
WEIGHT = 0
CELLS = [[1], [2, 3], [4]]
HISTORY = []


def move(offset):
    global OFFSET
    OFFSET = offset


move(5)


@task(returns=1)
def add(a, b):
    return a + b


@task(returns=1)
def place(x):
    return settings.scaled(x) + OFFSET


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def weigh(x):
    return x * WEIGHT


def even(x):
    return x == 0 or odd(x - 1)


def odd(x):
    return x != 0 and WEIGHT > 0 and even(x - 1)


def cell(number):
    return CELLS[number]


def remember(x):
    HISTORY.append(x)
    return len(HISTORY)


def main():
    global WEIGHT
    WEIGHT = wait_on(add(1, 1))
    write(max([3, 1, 2], key=weigh), "heaviest.txt")
    write([even(WEIGHT), odd(WEIGHT)], "even.txt")
    write(weigh(wait_on(place(2))), "first.txt")
    WEIGHT = 10
    write(weigh(wait_on(place(3))), "second.txt")

    # What a function returns may be a part of a global.
    chosen = cell(wait_on(add(0, 1)))
    chosen.append(9)
    write(chosen, "chosen.txt")
    write(CELLS, "cells.txt")

    remember("a")
    write(remember("b"), "length.txt")
    write(HISTORY, "history.txt")
    write(settings.limit("high") * wait_on(add(1, 1)), "limit.txt")


if __name__ == "__main__":
    main()
