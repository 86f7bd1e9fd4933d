"""A program that names all files by absolute paths, changes a folder in place, and checks what comes of it."""

import os

from pycompss.api.api import compss_barrier, compss_wait_on, compss_wait_on_directory
from pycompss.api.parameter import DIRECTORY_INOUT, FILE_IN, FILE_OUT
from pycompss.api.task import task
from pycompss.functions.elapsed_time import timeit

HERE = os.getcwd() + os.sep


@task(folder=DIRECTORY_INOUT)
def stamp(folder):
    for name in os.listdir(folder):
        with open(folder + os.sep + name, "a") as file:
            file.write(" stamped")


@timeit()
@task(table=FILE_IN, returns=int)
def lines(table):
    with open(table) as file:
        return len(file.readlines())


@task(table=FILE_OUT)
def save(table, found):
    with open(table, "w") as file:
        file.write(f"{found}\n")


def is_complete(folder, words):
    complete = True
    for number, word in enumerate(words):
        with open(f"{folder}/{number}") as file:
            if word not in file.read():
                complete = False
    return complete


def main():
    folder = f"{HERE}some_words"
    os.mkdir(folder)
    words = "each of these is stamped as often as it can be".split()[:3]
    for number, word in enumerate(words):
        with open(f"{folder}{os.sep}{number}", "w") as file:
            file.write(word)
        stamp(folder)
        compss_wait_on_directory(folder)
    if not is_complete(folder, words):
        raise Exception("words are missing")
    with open(HERE + "table.txt", "w") as file:
        for number in range(len(words)):
            file.write(f"{number}\n")
    compss_barrier()
    number, seconds = lines(HERE + "table.txt")
    number = compss_wait_on(number)
    if number < 1 or seconds < 0 or not words:
        raise Exception("nothing there")
    save(f"{HERE}number.txt", number)
    os.remove(HERE + "table.txt")


if __name__ == "__main__":
    main()
