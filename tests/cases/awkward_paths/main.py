"""Names of files may hold spaces, quotes and other letters."""

from eflows2smk import FILE_IN, FILE_OUT, binary, task


@binary(binary="cp", args="{{source}} {{target}}")
@task(source=FILE_IN, target=FILE_OUT)
def copy(source, target):
    pass


for name in ["with space", "it's", "50% off", "a&b", "größe", "#1"]:
    copy(f"inputs/{name}.txt", f"copies of all/{name}.txt")
