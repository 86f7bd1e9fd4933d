"""A directory made by one task, read as a whole and file by file, and edited."""

import os

from eflows2smk import DIRECTORY_IN, DIRECTORY_INOUT, DIRECTORY_OUT, FILE_IN, FILE_OUT, binary, task


@task(folder=DIRECTORY_OUT)
def make(count, folder):
    os.makedirs(folder, exist_ok=True)
    for number in range(count):
        with open(os.path.join(folder, f"{number}.txt"), "w") as file:
            file.write(f"file {number}\n")


@task(folder=DIRECTORY_INOUT)
def add(name, folder):
    with open(os.path.join(folder, name), "w") as file:
        file.write("added\n")


@binary(binary="ls", args="{{folder}} > {{listing}}")
@task(folder=DIRECTORY_IN, listing=FILE_OUT)
def listing(folder, listing):
    pass


@binary(binary="cp", args="{{source}} {{target}}")
@task(source=FILE_IN, target=FILE_OUT)
def copy(source, target):
    pass


if __name__ == "__main__":
    make(3, "data/parts")
    listing("data/parts", "before.txt")
    add("more.txt", "data/parts")
    listing("data/parts", "after.txt")
    copy("data/parts/1.txt", "one.txt")
    copy("data/parts/more.txt", "more.txt")
