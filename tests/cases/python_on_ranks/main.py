"""Python functions on several MPI processes: each gets its part of the data, and gives one result."""

import sys

from eflows2smk import (
    COLLECTION_FILE_IN,
    COLLECTION_IN,
    FILE_IN,
    FILE_OUT,
    block_count,
    block_length,
    mpi,
    stride,
    task,
)

PROCESSES = 2


class Scale:
    def __init__(self, factor):
        self.factor = factor


@task(returns=1)
def load(number):
    return [number, number * number]


@mpi(runner="mpiexec", processes=PROCESSES)
@task(returns=PROCESSES)
def ranks(words, **options):
    from mpi4py import MPI

    world = MPI.COMM_WORLD
    return f"{world.rank} of {world.size}: {words} {sorted(options.items())} {sys.argv[1:]}"


@mpi(runner="mpiexec", processes=2, data_layout={block_count: 2, block_length: 2, stride: 1})
@task(returns=2, data=COLLECTION_IN)
def neighbours(data, scale):
    """Each rank adds two loaded members, which overlap; the sum over all ranks is known to all of them."""
    from mpi4py import MPI

    (first, _), (second, squared) = data
    own = scale.factor * (first + second) + squared
    return Scale(own), MPI.COMM_WORLD.allreduce(own)


@mpi(runner="mpiexec", processes=3, paths_layout={block_count: 3, block_length: 1, stride: 1})
@task(returns=1, paths=COLLECTION_FILE_IN, report=FILE_OUT)
def lengths(paths, report, more=(10, 20)):
    """A rank with a single member gets it without a list; the first one writes."""
    from mpi4py import MPI

    with open(paths) as file:
        length = len(file.read()) + more[0]
    found = MPI.COMM_WORLD.gather(length)
    if found is not None:
        with open(report, "w") as file:
            file.write(f"{found}\n")
    return length


@task(path=FILE_OUT)
def text(count, path):
    with open(path, "w") as file:
        file.write("x" * count)


@task(sums=COLLECTION_IN, found=COLLECTION_IN, words=COLLECTION_IN, report=FILE_IN, path=FILE_OUT)
def write(sums, found, words, report, path):
    with open(report) as file, open(path, "w") as out:
        own = [(scale.factor, total, type(scale) is Scale) for scale, total in sums]
        out.write(f"{file.read()}{own}\n{found}\n{words}\n")


if __name__ == "__main__":
    data = [load(number) for number in range(3)]
    sums = neighbours(data, Scale(100))
    paths = [f"texts/{count}.txt" for count in range(1, 4)]
    for count, path in enumerate(paths, 1):
        text(count, path)
    for start in (0, 100):
        found = lengths(paths, f"reports/{start}.txt", more=(start, 1))
        words = ranks("a b", unit="m", start=start)
        write(sums, found, words, f"reports/{start}.txt", f"results/{start}.txt")
