"""The tasks that generated programs with plain Python between the invocations call. Objects are lists of numbers."""

from eflows2smk import FILE_IN, FILE_INOUT, FILE_OUT, INOUT, binary, task

LIMIT = 997


@task(returns=1)
def numbers(seed):
    return [(seed * 31 + 17 * place) % LIMIT for place in range(3)]


@task(returns=1)
def total(values):
    return sum(values) % LIMIT


@task(returns=1)
def merged(first, second):
    return [*first, *second][:6]


@task(returns=2)
def ends(values):
    return values[0], [values[-1]]


@task(values=INOUT)
def scale(values, factor):
    values[:] = [value * factor % LIMIT for value in values]


@task(path=FILE_OUT)
def write(value, path):
    with open(path, "w") as file:
        file.write(f"{value}\n")


@task(path=FILE_INOUT)
def add(value, path):
    with open(path, "a") as file:
        file.write(f"{value}\n")


@task(path=FILE_IN, returns=1)
def size(path):
    with open(path) as file:
        return len(file.read())


@binary(binary="cp", args="{{source}} {{path}}")
@task(source=FILE_IN, path=FILE_OUT)
def copy(source, path):
    pass
