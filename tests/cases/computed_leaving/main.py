"""Loops and functions that are left as the run decides, some of them with an exception that does not come."""

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


def solve(x, tolerance):
    for it in range(10):
        x = half(x)
        if wait_on(x) < tolerance:
            break
    return x


def classify(x):
    if wait_on(x) > 5:
        return "large"
    return "small"


class Unstable(Exception):
    """A solver that does not converge."""


def checked(x, seen):
    if wait_on(x) > 50:
        write(x, "failed.txt")
        seen.append(half(x))
        raise Unstable(x)
    if wait_on(x) < 0:
        raise ValueError(f"{wait_on(x)} is negative")
    return half(wait_on(x) + 1)


if __name__ == "__main__":
    x = solve(16, 1)
    write(x, "x.txt")
    write(classify(add(3, 4)), "class.txt")
    y = add(1, 1)
    label = "even" if wait_on(y) % 2 == 0 else "odd"
    write(label, "label.txt")
    z = half(y) if wait_on(y) > 1 else add(y, 1)
    write(z, "z.txt")

    seen = []
    write(checked(add(1, 2), seen), "checked.txt")
    n = add(1, 0)
    for k in range(wait_on(add(2, 1))):
        # A name that no iteration asks for.
        n = add(n, k) if wait_on(n) < 9 or wait_on(half(n)) > 0 else half(missing)  # noqa: F821
        if wait_on(n) > 80:
            write(n, f"far/{k}.txt")
            raise Unstable(n)
        if wait_on(n) > 3 and not wait_on(half(n)) > 30:
            break
    write([wait_on(n), len(seen)], "n.txt")
