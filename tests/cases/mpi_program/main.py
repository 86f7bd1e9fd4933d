"""An MPI program of ours, on as many processes as its description says."""

from eflows2smk import FILE_IN, FILE_OUT, mpi, software, task


@software(config_file="ranks.json")
def ranks(label, result):
    """Let each process say its rank."""


@mpi(runner="mpiexec", binary="python", args="ranks.py {{label}} {{result}}", processes=3)
@task(result=FILE_OUT)
def three(label, result):
    pass


@task(first=FILE_IN, second=FILE_IN, result=FILE_OUT)
def join(first, second, result):
    with open(first) as one, open(second) as two, open(result, "w") as out:
        out.write(one.read() + two.read())


if __name__ == "__main__":
    for label in ("red", "blue"):
        ranks(label, f"ranks/{label}.txt")
    three("some words", "ranks/three.txt")
    join("ranks/red.txt", "ranks/three.txt", "joined.txt")
