"""Without a working directory, files that a program leaves undeclared cannot collide."""

from eflows2smk import FILE_IN, FILE_OUT, binary, task


@binary(binary="sh", args='-c \'rev "$1" > scratch.tmp; cat scratch.tmp > "$2"\' sh {{source}} {{result}}')
@task(source=FILE_IN, result=FILE_OUT)
def reverse(source, result):
    pass


if __name__ == "__main__":
    for name in ("one", "two"):
        reverse(f"inputs/{name}.txt", f"reversed/{name}.txt")
