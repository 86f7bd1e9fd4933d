from eflows2smk import COLLECTION_FILE_IN, COLLECTION_IN, FILE_IN, FILE_OUT, binary, task, wait_on


@task(returns=1)
def cases(number):
    return [{"id": k, "rate": k / 4} for k in range(number)]


@task(returns=1)
def simulate(case, scale):
    return case["rate"] * scale


@task(returns=1)
def square(value):
    return value * value


@task(values=COLLECTION_IN, returns=1)
def total(values):
    return sum(values)


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


@binary(binary="sort", args="-r {{source}} -o {{out}}")
@task(source=FILE_IN, out=FILE_OUT)
def sort(source, out):
    pass


@task(parts=COLLECTION_FILE_IN, out=FILE_OUT)
def join(parts, out):
    with open(out, "w") as file:
        for part in parts:
            with open(part) as lines:
                file.write(lines.read())


@task(returns=2)
def pairs(number):
    return number, [(k, str(k)) for k in range(number)]


if __name__ == "__main__":
    found = wait_on(cases(4))
    results = [simulate(case, 8) for case in found]
    squares = []
    for result in results:
        squares.append(square(result))
    write(total(squares), "squares.txt")
    paths = []
    for number, case in enumerate(found, start=1):
        value = simulate(case, number)
        write(value, f"values/value_{number}.txt")
        sort(f"values/value_{number}.txt", f"sorted/{number}.txt")
        paths.append(f"sorted/{number}.txt")
    join(paths, "joined.txt")
    for scale in (2, 3):
        parts = []
        for k in range(len(found)):
            part = simulate(found[k], scale)
            parts.append(part)
        write(total(parts), f"scaled_{scale}.txt")
    n, items = pairs(3)
    for number, name in wait_on(items):
        write(name, f"items/{number}.txt") if False else write(name, "name.txt") if False else None
        square(number)
    for i in range(1, n):
        write(i * 2, f"doubled/{i + 1}.txt")
        for j in range(2):
            write(i, f"nested/{i}_{j}.txt")
    mean = sum(wait_on(squares)) / len(squares)
    write(mean, "mean.txt")
