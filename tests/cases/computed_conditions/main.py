"""Comprehensions whose conditions call tasks: each iteration has its own."""

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


@task(returns=1)
def numbers(count):
    return list(range(count))


def main():
    write([add(i, 10) for i in range(3) if wait_on(add(i, 1)) > 1], "tasks.txt")
    write([i for i in range(3) if wait_on(add(i, 1)) > 1], "plain.txt")
    write([i * i for i in wait_on(numbers(4)) if wait_on(add(i, 1)) > 1 and i < 3], "squares.txt")
    write([(i, j) for i in range(2) for j in wait_on(numbers(3)) if wait_on(add(i, j)) > 1], "pairs.txt")
    write(sorted({i for i in range(4) if wait_on(add(i, 1)) > 1 if i != 3}), "set.txt")
    write({i: "x" for i in wait_on(numbers(3)) if add(i, 1) > 1}, "dict.txt")
    write(sum(i for i in range(4) if wait_on(add(i, 1)) > 1), "sum.txt")
    write([add(i, 10) if wait_on(add(i, 1)) > 1 else add(i, 20) for i in range(3)], "either.txt")


if __name__ == "__main__":
    main()
