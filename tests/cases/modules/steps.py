"""The tasks."""

from eflows2smk import FILE_IN, FILE_OUT, task
from tools.numbers import twice

__all__ = ["make", "double"]


@task(result=FILE_OUT)
def make(size, result):
    with open(result, "w") as file:
        file.write(str(size))


@task(source=FILE_IN, result=FILE_OUT)
def double(source, result):
    with open(source) as file:
        size = int(file.read())
    with open(result, "w") as file:
        file.write(str(twice(size)))
