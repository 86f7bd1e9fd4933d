"""Paths of which only the run knows the text: names that a task makes up, listings of folders that tasks fill."""

import glob
import os

from eflows2smk import DIRECTORY_IN, DIRECTORY_OUT, FILE_IN, FILE_OUT, barrier, task, wait_on, wait_on_directory


@task(folder=DIRECTORY_OUT)
def infer(folder, names):
    os.makedirs(folder, exist_ok=True)
    for name in names:
        with open(f"{folder}/network_{name}.cfg", "w") as file:
            file.write(name)


@task(model=FILE_IN, result=FILE_OUT)
def upper(model, result):
    with open(model) as source, open(result, "w") as target:
        target.write(source.read().upper())


@task(model=FILE_IN, returns=1)
def length(model):
    return os.path.getsize(model)


@task(folder=DIRECTORY_IN, out=FILE_OUT)
def merge(folder, out):
    with open(out, "w") as file:
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name)) as part:
                file.write(f"{name}: {part.read()}\n")


@task(returns=str)
def label(number):
    return f"label{number}"


@task(out=FILE_OUT)
def write(out, text):
    with open(out, "w") as file:
        file.write(text)


if __name__ == "__main__":
    infer("networks", "abc")
    wait_on_directory("networks")
    for name in sorted(os.listdir("networks")):
        base = os.path.splitext(name)[0]
        upper(os.path.join("networks", name), os.path.join("results", f"{base}.txt"))
        upper(f"results/{base}.txt", f"again/{base}.txt")
    merge("results", "merged.txt")
    sizes = [length(path) for path in sorted(glob.glob("networks/*.cfg"))]
    with open("sizes.txt", "w") as file:
        file.write(f"{wait_on(sizes)}\n")

    # Outside of loops: the name is one of the run, where it lies is known.
    for number in range(2):
        write(f"labels/{wait_on(label(number))}.txt", str(number))
    with open("labels/label0.txt") as file, open("copied.txt", "w") as out:
        out.write(file.read())
    barrier()
    with open("listing.txt", "w") as file:
        file.write(" ".join([*sorted(os.listdir("results")), *sorted(os.listdir("again"))]))
