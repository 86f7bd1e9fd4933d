"""Tasks that return several values."""

from eflows2smk import FILE_OUT, task


@task(returns=2)
def divide(a, b):
    return a // b, a % b


@task(returns=3)
def powers(x):
    return x, x**2, x**3


@task(result=FILE_OUT)
def write(values, result):
    with open(result, "w") as file:
        file.write(repr(values))


@task(result=FILE_OUT)
def write_two(first, second, result):
    with open(result, "w") as file:
        file.write(f"{first} {second}")


if __name__ == "__main__":
    quotient, remainder = divide(17, 5)
    write_two(quotient, remainder, "division.txt")
    both = divide(100, 7)
    write_two(both[1], both[0], "swapped.txt")
    one, *rest = powers(3)
    write_two(one, rest[-1], "powers.txt")
    for number, value in enumerate(powers(5)):
        write(value, f"power_{number}.txt")
