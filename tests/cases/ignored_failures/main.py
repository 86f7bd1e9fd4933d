"""Failures that are ignored: defaults and empty files stand in for what is missing."""

from eflows2smk import DIRECTORY_OUT, FILE_IN, FILE_INOUT, FILE_OUT, INOUT, binary, on_failure, task


@on_failure(management="IGNORE", returns=-1)
@task(returns=int)
def divide(a, b):
    return a // b


@on_failure(management="IGNORE")
@task(returns=2)
def both(a, b):
    return a // b, a % b


@on_failure(management="IGNORE", result="defaults/none.txt")
@task(source=FILE_IN, result=FILE_OUT, note=FILE_OUT, journal=FILE_INOUT, folder=DIRECTORY_OUT)
def invert(source, result, note, journal, folder):
    with open(journal, "a") as file:
        file.write(f"{source}\n")
    with open(source) as file, open(result, "w") as inverted:
        inverted.write("partly")
        inverted.write(str(1 / float(file.read())))


@on_failure(management="IGNORE")
@task(values=INOUT)
def halve(values):
    for place in range(len(values)):
        values[place] = 12 // values[place]


@on_failure(management="IGNORE", returns=99, counts="defaults/none.txt")
@binary(binary="sort", args="{{source}} -o {{counts}}")
@task(source=FILE_IN, counts=FILE_OUT, rest=FILE_OUT, returns=int)
def count(source, counts, rest):
    pass


@on_failure(management="IGNORE")
@binary(binary="cat", args="{{source}} missing.txt > {{result}}; echo never >> {{result}}")
@task(source=FILE_IN, result=FILE_OUT)
def joined(source, result):
    pass


@task(path=FILE_OUT)
def report(values, path):
    with open(path, "w") as file:
        file.write("".join(f"{value!r}\n" for value in values))


@task(path=FILE_OUT)
def start(path):
    with open(path, "w") as file:
        file.write("start\n")


if __name__ == "__main__":
    start("journal.txt")
    quotients = [divide(12, b) for b in (3, 0)]
    first, second = both(1, 0)
    numbers = [1, 2, 0, 4]
    halve(numbers)
    for name in ("two", "zero"):
        invert(f"numbers/{name}.txt", f"inverted/{name}.txt", f"notes/{name}.txt", "journal.txt", f"folders/{name}")
    code = count("numbers/two.txt", "counts.txt", "rest.txt")
    joined("numbers/two.txt", "joined.txt")
    report([*quotients, first, second, numbers, code], "report.txt")
