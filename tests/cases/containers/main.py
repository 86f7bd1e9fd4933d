"""Software inside of images: programs, the processes of an MPI program, Python tasks."""

import os

from eflows2smk import FILE_IN, FILE_OUT, FILE_STDOUT, INOUT, binary, container, mpi, prolog, software, task


@software(config_file="image.json")
def image(greeting, result):
    pass


@prolog(binary="sh", args="-c 'echo ${CONTAINER_IMAGE:-outside} > before.txt'")
@container(engine="SINGULARITY", image="images/tools.sif")
@binary(binary="sh", args="-c 'cat before.txt; echo $CONTAINER_IMAGE'", working_dir="scratch")
@task(result=FILE_STDOUT)
def both(result):
    pass


@container(engine="SINGULARITY", image="images/tools.sif", options="--env LABEL={{label}}")
@mpi(runner="mpiexec", binary="python", args="ranks.py {{result}}", processes=2)
@task(result=FILE_OUT)
def ranks(label, result):
    pass


@container(engine="UDOCKER", image="python:3.11")
@task(source=FILE_IN, seen=INOUT, result=FILE_OUT, returns=2)
def count(source, seen, result, step=1):
    with open(source) as file, open(result, "w") as out:
        text = file.read()
        out.write(text.upper())
    seen.append(os.environ["CONTAINER_IMAGE"])
    return len(text), step


@task(path=FILE_OUT)
def report(values, path):
    with open(path, "w") as file:
        file.write(repr(values))


if __name__ == "__main__":
    for greeting in ("hello", "good day"):
        image(greeting, f"images/{greeting}.txt")
    both("both.txt")
    ranks("two words", "ranks.txt")
    places = ["first"]
    length, step = count("both.txt", places, "counted.txt")
    report([length, step, places], "report.txt")
