"""Folders in which only some runs write a file: who lists them waits for what there is."""

import os

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def main():
    for i in range(3):
        if wait_on(add(i, 1)) > 1:
            write(i, f"done/{i}.txt")
        else:
            write(i, f"not/{i}.txt")
            write(i, f"done/not{i}.txt")
    with open("listed.txt", "w") as file:
        file.write(f"{sorted(os.listdir('done'))} {sorted(os.listdir('not'))}\n")

    if wait_on(add(1, 1)) > 1:
        write(1, "either/x.txt")
    else:
        write(2, "either/x.txt")
    with open("either.txt", "w") as file:
        file.write(str(sorted(os.listdir("either"))))
    with open("either/x.txt") as file:
        text = file.read()
    write(text, "text.txt")


if __name__ == "__main__":
    main()
