from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def step(x):
    return x / 2


@task(returns=1)
def error_of(x):
    return abs(x)


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


@task(returns=1)
def total(values):
    return sum(values)


TOLERANCE = 0.1

if __name__ == "__main__":
    x = 4.0
    error = 1e9
    iteration = 0
    errors = []
    while error > TOLERANCE and iteration < 20:
        x = step(x)
        error = wait_on(error_of(x))
        write(x, f"states/{iteration}.txt")
        errors.append(error)
        iteration += 1
    write(x, "last.txt")
    write(total(errors), "errors.txt")
    n = wait_on(step(8))
    y = 1
    for i in range(int(n)):
        y = step(y)
    write(y, "y.txt")
