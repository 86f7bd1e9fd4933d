#!/usr/bin/python
"""A program written for PyCOMPSs, unchanged."""

from pycompss.api.api import compss_barrier, compss_wait_on
from pycompss.api.binary import binary
from pycompss.api.constraint import constraint
from pycompss.api.parameter import *
from pycompss.api.task import task


@task(returns=int)
def increment(value):
    return value + 1


@constraint(computing_units="1")
@task(values=COLLECTION_IN, result=FILE_OUT)
def write(values, result):
    with open(result, "w") as file:
        file.write(repr(values))


@binary(binary="sort", args="-r {{source}}")
@task(source=FILE_IN, result={Type: FILE_OUT, StdIOStream: STDOUT})
def sort(source, result):
    pass


def main():
    values = [increment(value) for value in range(5)]
    values = compss_wait_on(values)
    write(values, "values.txt")
    compss_barrier()
    sort("inputs/words.txt", "sorted.txt")


if __name__ == "__main__":
    main()
