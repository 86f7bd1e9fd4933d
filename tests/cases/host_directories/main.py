"""A directory of files that tasks make and edit, listed by plain code in between."""

import os

from eflows2smk import DIRECTORY_IN, DIRECTORY_INOUT, DIRECTORY_OUT, FILE_OUT, barrier, binary, task, wait_on


@task(returns=int)
def count():
    return 3


@task(folder=DIRECTORY_OUT)
def make(count, folder):
    os.makedirs(folder, exist_ok=True)
    for number in range(count):
        with open(os.path.join(folder, f"{number}.txt"), "w") as file:
            file.write(f"file {number}\n")


@task(folder=DIRECTORY_INOUT)
def add(name, folder):
    with open(os.path.join(folder, name), "w") as file:
        file.write(" ".join(sorted(os.listdir(folder))))


@binary(binary="ls", args="-A {{folder}} > {{listing}}")
@task(folder=DIRECTORY_IN, listing=FILE_OUT)
def listing(folder, listing):
    pass


def note(name, number):
    with open(name, "w") as file:
        file.write(f"{' '.join(sorted(os.listdir('data/parts')))} {number}\n")


if __name__ == "__main__":
    number = wait_on(count())
    make(number, "data/parts")
    listing("data/parts", "made.txt")
    barrier()
    note("before.txt", number)
    add("more.txt", "data/parts")
    listing("data/parts", "all.txt")
    barrier()
    note("after.txt", number)
