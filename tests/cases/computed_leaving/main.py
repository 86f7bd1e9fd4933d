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


if __name__ == "__main__":
    x = solve(16, 1)
    write(x, "x.txt")
    write(classify(add(3, 4)), "class.txt")
    y = add(1, 1)
    label = "even" if wait_on(y) % 2 == 0 else "odd"
    write(label, "label.txt")
    z = half(y) if wait_on(y) > 1 else add(y, 1)
    write(z, "z.txt")
