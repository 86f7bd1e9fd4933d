"""`and` and `or` with tasks on the right, and a recursion that a known depth ends."""

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(returns=1)
def half(x):
    return x / 2


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def halved(x, depth):
    x = wait_on(x)
    if x < 1 or depth == 0:
        return [x]
    return halved(half(x), depth - 1)


if __name__ == "__main__":
    x = add(1, 2)
    y = add(3, 4)
    if wait_on(x) > 2 and wait_on(half(y)) > 3:
        write(x, "and.txt")
    else:
        write(y, "and.txt")
    if wait_on(x) > 2 or wait_on(add(y, y)) > 3:
        write(x, "or.txt")
    large = wait_on(half(x)) > 0.5 and wait_on(half(y))
    write(large, "large.txt")
    if not (wait_on(x) == 3 and wait_on(y) == 7):
        write(1, "other.txt")
    first, second, third = wait_on(x) > 3, [], wait_on(half(y))
    write(first or second or third, "three.txt")
    write(wait_on(half(x)) and wait_on(half(y)) and 0, "last.txt")
    write(1 if first else 2 if third > 3 else 3, "chosen.txt")
    write(halved(y, 2), "halved.txt")
