"""A transformation that is itself a small workflow."""

from eflows2smk import FILE_OUT, dt, task


@task(returns=1)
def numbers(count):
    return list(range(count))


@task(returns=1)
def half(values, which):
    middle = len(values) // 2
    return values[:middle] if which == "first" else values[middle:]


@task(returns=1)
def join(first, second):
    return second + first


def swapped(values):
    return join(half(values, "first"), half(values, "second"))


@dt("values", swapped, is_workflow=True)
@task(result=FILE_OUT)
def write(values, result):
    with open(result, "w") as file:
        file.write(repr(values))


if __name__ == "__main__":
    for count in (4, 7):
        write(numbers(count), f"swapped_{count}.txt")
