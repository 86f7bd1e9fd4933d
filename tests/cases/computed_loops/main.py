from eflows2smk import FILE_OUT, INOUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(returns=1)
def items(n):
    return list(range(n))


@task(returns=1)
def half(x):
    return x / 2


@task(values=INOUT)
def push(values, value):
    values.append(value)


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def inner(k, limit):
    """Nested: a branch, and a loop in a loop."""
    found = []
    for j in wait_on(items(3)):
        value = add(j, k)
        if wait_on(value) > limit:
            found.append(half(value))
        else:
            found.append(value)
    return found


if __name__ == "__main__":
    n = wait_on(add(1, 1))
    total = 0
    for i in range(n):
        for j in range(wait_on(add(i, 1))):
            write(j, f"pairs/{i}_{j}.txt")
        x = add(i, 10)
        if wait_on(x) > 10:
            write(x, f"above/{i}.txt")
        total = add(total, x)
    write(total, "total.txt")
    state = [0]
    for i in range(n):
        push(state, i)
    write(state, "state.txt")
    log = []
    for item in wait_on(items(4)):
        y = add(item, 5)
        log.append(f"{wait_on(y)}")
    write(log, "log.txt")
    write(inner(4, 5), "inner.txt")
