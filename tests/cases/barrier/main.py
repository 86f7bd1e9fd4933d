"""What stands after a barrier waits for all that stands before it."""

from eflows2smk import FILE_IN, FILE_OUT, barrier, task, wait_on


@task(result=FILE_OUT)
def write(text, result):
    with open(result, "w") as file:
        file.write(text)


@task(returns=1)
def length(text):
    return len(text)


@task(source=FILE_IN, result=FILE_OUT)
def repeat(source, times, result):
    with open(source) as file, open(result, "w") as out:
        out.write(file.read() * times)


def main():
    for name in ("a", "b"):
        write(name, f"before/{name}.txt")
    times = length("four")
    barrier()
    times = wait_on(times)
    for name in ("a", "b"):
        repeat(f"before/{name}.txt", times, f"after/{name}.txt")
    barrier()
    write("end", "end.txt")


if __name__ == "__main__":
    main()
