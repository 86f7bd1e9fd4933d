"""Functions that change the form of data."""

import os


def write(value, path):
    with open(path, "w") as file:
        file.write(repr(value))


def to_file(value, path):
    write(value, path)


def from_file(path):
    with open(path) as file:
        return file.read()


def lines(path):
    with open(path) as file:
        return file.read().split()


def total(values):
    return sum(values)


def to_folder(value, folder):
    os.makedirs(folder, exist_ok=True)
    for number, member in enumerate(value if isinstance(value, list) else [value]):
        write(member, os.path.join(folder, f"{number}.txt"))


def from_folder(folder):
    return sorted(os.listdir(folder))
