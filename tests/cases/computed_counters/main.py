"""What was counted in loops whose number of iterations is computed, as argument of what comes behind them."""

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
    count = 0
    for i in range(wait_on(add(1, 2))):
        write(i, f"parts/{i}.txt")
        count += 2
    write(count, "count.txt")
    steps = 0
    x = 10
    for _ in range(6):
        x = half(x)
        steps += 1
        if wait_on(x) < 2:
            break
    write(steps, "steps.txt")
    write([steps, count], "both.txt")
    tries = 0
    for _ in range(wait_on(add(0, 0))):
        x = half(x)
        tries += 1
        if wait_on(x) < 1:
            break
    write(tries, "tries.txt")
    for m in range(2):
        write(m + tries, f"more/{m}.txt")
    n = 3
    while wait_on(half(x)) > 0.1:
        x = half(x)
        n = n + 1
    print(n)
    for q in range(n):
        write(q, f"again/{q}.txt")
