from eflows2smk import FILE_OUT, INOUT, task, wait_on


@task(returns=1)
def measure(x):
    return x / 10


@task(returns=1)
def refine(x):
    return x + 1


@task(returns=1)
def coarsen(x):
    return x - 1


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


@task(values=INOUT)
def extend(values, value):
    values.append(value)


if __name__ == "__main__":
    for start in (2, 9):
        error = wait_on(measure(start))
        if error > 0.5:
            state = refine(start)
            write(state, f"large_{start}.txt")
        else:
            state = coarsen(start)
        write(state, f"state_{start}.txt")
    x = measure(3)
    kind = "small"
    found = [1]
    values = []
    if wait_on(x) > 0.1:
        kind = "large"
        extend(found, x)
        values.append(refine(x))
        write(x, "both.txt")
    elif x > 0.05:
        write(0, "never.txt")
    else:
        write(1, "both.txt")
    write(kind, "kind.txt")
    write(found, "found.txt")
    write(values, "values.txt")
