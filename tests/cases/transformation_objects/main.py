"""Transformations that are chosen at the call."""

from eflows2smk import FILE_OUT, dt, dto, task


def scaled(value, factor):
    return factor * value


def shifted(value, by):
    return value + by


@task(returns=1)
def number(value):
    return value


@dt()
@task(result=FILE_OUT)
def write(value, result):
    with open(result, "w") as file:
        file.write(str(value))


if __name__ == "__main__":
    write(number(7), "plain.txt")
    write(number(7), "scaled.txt", dt=dto("value", scaled, factor=3))
    write(number(7), "both.txt", dt=[dto("value", scaled, factor=3), dto("value", shifted, by=1)])
