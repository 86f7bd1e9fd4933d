from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def count(seed):
    return seed + 2


@task(returns=1)
def simulate(i):
    return i * i


@task(out=FILE_OUT)
def write(i, value, out):
    with open(out, "w") as file:
        file.write(f"{i} {value}\n")


@task(returns=1)
def total(values):
    return sum(values)


@task(out=FILE_OUT)
def report(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


if __name__ == "__main__":
    n = wait_on(count(2))
    values = []
    for i in range(n):
        value = simulate(i)
        write(i, value, f"out/{i}.txt")
        values.append(value)
    report(total(values), "total.txt")
