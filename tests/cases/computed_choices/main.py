"""Computed values decide which of several objects a task changes."""

from eflows2smk import FILE_OUT, INOUT, task, wait_on


@task(returns=1)
def numbers(seed):
    return [seed, seed + 1]


@task(values=INOUT)
def scale(values, factor):
    values[:] = [value * factor for value in values]


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def main():
    first, second = numbers(1), numbers(2)
    larger = first if wait_on(numbers(0))[1] > 3 else second
    scale(larger, 10)
    write(larger, "larger.txt")

    chosen = numbers(3)
    if wait_on(chosen)[0] > 2:
        chosen = numbers(4)
    scale(chosen, 10)
    write(chosen, "chosen.txt")


if __name__ == "__main__":
    main()
