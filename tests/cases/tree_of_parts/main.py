"""Reductions: a task is applied to parts of a list, then to what it returned, until one value is left."""

from eflows2smk import COLLECTION_IN, FILE_OUT, reduction, task

PART = 3


@task(returns=1)
def load(number):
    return [number]


@reduction(chunk_size="2")
@task(returns=1, parts=COLLECTION_IN)
def joined(parts):
    """The order of the parts, and how they were put together."""
    return ["(", *(item for part in parts for item in part), ")"]


@reduction(chunk_size=PART)
@task(returns=1, numbers=COLLECTION_IN)
def total(start, numbers, scale=1):
    return start + scale * sum(numbers)


@task(result=FILE_OUT)
def write(value, result):
    with open(result, "w") as file:
        file.write(f"{value}\n")


if __name__ == "__main__":
    loaded = [load(number) for number in range(7)]
    write(joined(loaded), "joined.txt")
    for count in (2, 3, 20):
        write(total(1, list(range(count)), scale=2), f"totals/{count}.txt")
