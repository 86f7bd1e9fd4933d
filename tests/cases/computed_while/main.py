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


if __name__ == "__main__":
    data = {"x": 1.0, "best": None}
    grid = [add(0, 0), add(1, 1)]
    k = 3
    while wait_on(data["x"]) > 0.1:
        data["x"] = half(data["x"])
        grid[0] = add(grid[0], 1)
        for j in range(2):
            grid[j] = add(grid[j], j)
        write(data["x"], f"x/{k}.txt")
        k += 2
    write(data["x"], "x.txt")
    write(grid, "grid.txt")
    flag = True
    z = 8
    while flag:
        z = half(z)
        flag = wait_on(z) > 3
    write(z, "z.txt")
    for i in range(wait_on(add(0, 0))):
        write(i, f"never/{i}.txt")
        z = add(z, 1)
    write(z, "still.txt")
    n = 0
    while wait_on(half(z)) > 0.2 and n < 5:
        z = half(z)
        n += 1
    write(z, "small.txt")
    write(n, "steps.txt")
