"""Tasks passed to functions, kept in a table, and given to `reduce`."""

from functools import reduce

from eflows2smk import FILE_OUT, task


@task(returns=1)
def add(first, second):
    return first + second


@task(returns=1)
def multiply(first, second):
    return first * second


@task(result=FILE_OUT)
def write(value, result):
    with open(result, "w") as file:
        file.write(str(value))


OPERATIONS = {"sum": add, "product": multiply}


def fold(operation, values):
    return reduce(operation, values)


if __name__ == "__main__":
    for name, operation in OPERATIONS.items():
        write(fold(operation, [1, 2, 3, 4]), f"{name}.txt")
    write(reduce(lambda a, b: add(multiply(a, 2), b), [1, 1, 1]), "horner.txt")
