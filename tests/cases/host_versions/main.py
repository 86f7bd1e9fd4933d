"""Plain Python that writes a path again and again: each reader gets what was there at its turn."""

import json
import os

from eflows2smk import FILE_IN, FILE_INOUT, FILE_OUT, binary, task, wait_on


@task(returns=1)
def square(number):
    return number * number


@task(state=FILE_INOUT)
def double(state):
    with open(state) as file:
        number = int(file.read())
    with open(state, "w") as file:
        file.write(str(2 * number))


@binary(binary="cp", args="{{source}} {{copy}}")
@task(source=FILE_IN, copy=FILE_OUT)
def keep(source, copy):
    pass


def main():
    os.makedirs("out", exist_ok=True)
    os.makedirs("kept", exist_ok=True)
    # A log grows in a loop, and is kept after each step.
    for number in range(3):
        value = wait_on(square(number))
        with open("out/log.txt", "a") as log:
            log.write(f"{number}: {value}\n")
        keep("out/log.txt", f"kept/log_{number}.txt")

    # A state that a task changes between two statements.
    start = wait_on(square(3))
    with open("state.txt", "w") as file:
        file.write(str(start))
    double("state.txt")
    with open("state.txt") as file:
        doubled = int(file.read())
    with open("state.txt", "w") as file:
        file.write(str(doubled + 1))
    double("state.txt")

    # Written again only under a condition.
    last = wait_on(square(doubled))
    with open("verdict.txt", "w") as file:
        file.write("small\n")
    keep("verdict.txt", "kept/verdict.txt")
    if last > 100:
        with open("verdict.txt", "w") as file:
            file.write("large\n")
    # Not written at all, unless there is something to say.
    for number in range(3):
        value = wait_on(square(number))
        if value > 2:
            with open(f"out/large_{number}.txt", "w") as file:
                file.write(str(value))
    with open("summary.json", "w") as out:
        json.dump({"state": doubled, "kept": sorted(os.listdir("kept"))}, out)


if __name__ == "__main__":
    main()
