"""Files that loops and branches write again and again, under one path, as often as computed values say."""

from eflows2smk import FILE_IN, FILE_INOUT, FILE_OUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(returns=1)
def half(x):
    return x / 2


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


@task(path=FILE_INOUT)
def note(path, value):
    with open(path, "a") as file:
        file.write(f"{value}\n")


@task(source=FILE_IN, returns=1)
def read(source):
    with open(source) as file:
        return file.read()


if __name__ == "__main__":
    # Only the last one is left, or none.
    for i in range(wait_on(add(1, 1))):
        write(i, "last.txt")
    write(read("last.txt"), "copy_of_last.txt")
    for i in range(wait_on(add(0, 0))):
        write(i, "never.txt")
    # Each goes on with what the one before left, in loops of all kinds.
    write(5, "log.txt")
    for i in range(wait_on(add(0, 2))):
        for j in range(2):
            note("log.txt", i + j)
    for j in range(2):
        for i in range(wait_on(add(j, 1))):
            if wait_on(add(i, j)) > 0:
                note("log.txt", i)
    for i in range(4):
        note("log.txt", i)
        if wait_on(add(i, 0)) > 1:
            break
    write(read("log.txt"), "copy_of_log.txt")
    # Plain Python too.
    with open("steps.txt", "w") as file:
        file.write("from 9\n")
    x = 9
    while wait_on(half(x)) > 1:
        x = half(x)
        with open("steps.txt", "a") as file:
            file.write(f"{wait_on(x)}\n")
    write(read("steps.txt"), "copy_of_steps.txt")
