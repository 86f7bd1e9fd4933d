import os

from eflows2smk import FILE_IN, FILE_OUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


@task(source=FILE_IN, returns=1)
def read(source):
    with open(source) as file:
        return file.read().strip()


if __name__ == "__main__":
    n = wait_on(add(2, 1))
    for i in range(n):
        write(i, f"parts/part_{i}.txt")
    names = sorted(os.listdir("parts"))
    write(names, "names.txt")
    text = []
    for i in range(n):
        text.append(read(f"parts/part_{i}.txt"))
    write(text, "text.txt")
    values = [add(i, 1) for i in range(n)]
    doubled = [add(v, v) for v in values]
    write(doubled, "doubled.txt")
    write(len(doubled), "count.txt")
    for number, (value, double) in enumerate(zip(wait_on(values), wait_on(doubled))):
        write((value, double), f"zipped/{number}.txt")
    with open("summary.txt", "w") as file:
        for value in wait_on(doubled):
            file.write(f"{value}\n")
    best = max(wait_on(doubled))
    write(best, "best.txt")
