"""Tasks that are methods change their object, unless they say otherwise."""

from eflows2smk import FILE_OUT, task
from model import Counter


@task(returns=1)
def make(start):
    return Counter(start)


@task(result=FILE_OUT)
def write(counter, total, result):
    with open(result, "w") as file:
        file.write(f"{counter.value} {total}\n")


if __name__ == "__main__":
    counter = Counter(10)
    for step in range(3):
        counter.add(step)
    write(counter, counter.double(), "counter.txt")
    counter.add(100)
    write(counter, counter.double(), "later.txt")
