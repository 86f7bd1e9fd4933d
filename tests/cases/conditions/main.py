"""Branches on what is known when the program is compiled."""

import os

from eflows2smk import FILE_IN, FILE_OUT, task


@task(source=FILE_IN, result=FILE_OUT)
def summarise(source, result):
    with open(source) as file, open(result, "w") as out:
        out.write(f"{len(file.read())} characters\n")


@task(result=FILE_OUT)
def note(text, result):
    with open(result, "w") as file:
        file.write(text)


def handle(name):
    path = f"inputs/{name}.txt"
    if not os.path.exists(path):
        note(f"{name} is missing", f"results/{name}.txt")
        return False
    if os.path.getsize(path) == 0:
        note(f"{name} is empty", f"results/{name}.txt")
        return False
    summarise(path, f"results/{name}.txt")
    return True


good = 0
for name in ["full", "empty", "absent", "other", "never"]:
    if name == "never":
        break
    good += handle(name)
note(f"{good} were good", "good.txt")
