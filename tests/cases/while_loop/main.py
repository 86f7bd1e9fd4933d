"""A loop over static values that is not a `for`."""

from eflows2smk import FILE_IN, FILE_OUT, binary, task


@binary(binary="head", args="-c {{size}} {{source}} > {{target}}")
@task(source=FILE_IN, target=FILE_OUT)
def shorten(size, source, target):
    pass


size = 64
source = "inputs/line.txt"
while size > 4:
    size //= 2
    if size == 8:
        continue
    target = f"short/{size}.txt"
    shorten(size, source, target)
    source = target
