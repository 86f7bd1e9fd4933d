"""Loops that are left as a computed value says, each time with another number of iterations at most."""

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}")


x = add(0, 0)
for i in range(4):
    for j in range(i + 1):
        x = add(x, 1)
        if wait_on(x) > 6:
            break
write(x, "x.txt")
y = add(0, 0)
for i, n in enumerate([3, 1, 2]):
    for j in range(n):
        y = add(y, 1)
        if wait_on(y) > 5:
            break
write(y, "y.txt")
z, n = add(0, 0), add(1, 1)
for k in range(3):
    for m in range(wait_on(n)):
        z = add(z, m)
        if wait_on(z) > 7:
            break
    n = add(z, k)
write(z, "z.txt")
