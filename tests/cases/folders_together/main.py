"""Folders that tasks write as a whole, while others write files in them; who reads them finds what was there then."""

import os

from pycompss.api.api import compss_delete_file

from eflows2smk import (
    COLLECTION_FILE_INOUT,
    COLLECTION_FILE_OUT,
    DIRECTORY_IN,
    DIRECTORY_INOUT,
    DIRECTORY_OUT,
    FILE_IN,
    FILE_INOUT,
    FILE_OUT,
    STDOUT,
    barrier,
    binary,
    task,
    wait_on_directory,
)


@task(folder=DIRECTORY_OUT)
def make(folder, n):
    os.makedirs(folder, exist_ok=True)
    for i in range(n):
        with open(os.path.join(folder, f"{i}.txt"), "w") as f:
            f.write(str(i))


@task(path=FILE_INOUT)
def add(path, text):
    with open(path, "a") as f:
        f.write(text)


@task(path=FILE_OUT)
def new(path, text):
    with open(path, "w") as f:
        f.write(text)


@task(folder=DIRECTORY_IN, out=FILE_OUT)
def show(folder, out):
    with open(out, "w") as o:
        for name in sorted(os.listdir(folder)):
            p = os.path.join(folder, name)
            o.write(name + ":" + (open(p).read() if os.path.isfile(p) else ",".join(sorted(os.listdir(p)))) + "\n")


@task(folder=DIRECTORY_INOUT)
def add_file(folder, name):
    with open(os.path.join(folder, name), "w") as f:
        f.write("added")


@binary(binary="ls", args="{{folder}}")
@task(folder=DIRECTORY_IN, out={"Type": FILE_OUT, "StdIOStream": STDOUT})
def ls(folder, out):
    pass


@task(rows=COLLECTION_FILE_OUT)
def write_rows(rows):
    for row in rows:
        for path in row:
            with open(path, "w") as file:
                file.write("1")


@task(rows=COLLECTION_FILE_INOUT)
def add_to_rows(rows):
    for number, row in enumerate(rows):
        for path in row:
            with open(path, "a") as file:
                file.write(str(number))


@task(source=FILE_IN, path=FILE_OUT)
def copy(source, path):
    with open(source) as file, open(path, "w") as out:
        out.write(file.read())


if __name__ == "__main__":
    # file inside of a folder that is written whole
    make("a", 3)
    add("a/0.txt", "more")
    new("a/new.txt", "n")
    show("a", "a1.txt")
    ls("a", "a2.txt")
    new("a/sub/deep.txt", "deep")
    show("a", "a3.txt")
    add("a/0.txt", "evenmore")
    add_file("a", "last.txt")
    add("a/last.txt", "!")
    # in a loop
    for i in range(3):
        make(f"b/{i}", i + 1)
        add(f"b/{i}/0.txt", "x")
        add_file(f"b/{i}", "y")
        show(f"b/{i}", f"b{i}.txt")
        new(f"b/{i}/end.txt", "end")
    # written twice, between them a reader of the folder
    new("c/1.txt", "1")
    show("c", "c1.txt")
    add("c/1.txt", "2")
    show("c", "c2.txt")
    # two tasks write one folder as a whole
    make("d", 2)
    make("d", 1)
    add_file("d", "z")
    # plain Python writes in it, and lists it
    make("e", 2)
    wait_on_directory("e")
    with open("e/plain.txt", "w") as f:
        f.write("plain")
    show("e", "e1.txt")
    barrier()
    with open("listing.txt", "w") as f:
        f.write(" ".join(sorted(os.listdir("e"))) + " ".join(sorted(os.listdir("a"))))
    with open("a/0.txt") as f, open("a0.copy", "w") as g:
        g.write(f.read())

    # Lists of lists of files.
    names = [["r1", "r2"], ["r3"]]
    write_rows(names)
    add_to_rows(names)
    add_to_rows(names)

    # Some of the files of a rule are deleted, others are not.
    for number in range(3):
        new(f"part{number}", str(number))
        copy(f"part{number}", f"copy{number}")
    compss_delete_file("part1")
