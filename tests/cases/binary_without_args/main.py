"""Without `args`, a program gets its parameters in the order of the function."""

from eflows2smk import FILE_IN, FILE_OUT, binary, task


@binary(binary="cp")
@task(source=FILE_IN, target=FILE_OUT)
def copy(source, target):
    pass


copy("inputs/letter.txt", "copies/first.txt")
copy("copies/first.txt", "copies/second.txt")
