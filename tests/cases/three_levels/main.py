"""Three loops in each other, and names made of all their variables."""

from eflows2smk import COLLECTION_FILE_IN, FILE_OUT, binary, task


@binary(binary="printf", args="'%s %s %s\\n' {{shape}} {{size}} {{weight}} > {{result}}")
@task(result=FILE_OUT)
def describe(shape, size, weight, result):
    pass


@binary(binary="cat", args="{{parts}} > {{whole}}")
@task(parts=COLLECTION_FILE_IN, whole=FILE_OUT)
def join(parts, whole):
    pass


for shape in ["round", "square"]:
    whole = []
    for size in range(1, 3):
        for weight in (0.5, 1.5):
            part = f"parts/{shape}/{size}-{weight}.txt"
            describe(shape, size, weight, part)
            whole.append(part)
    join(whole, f"{shape}.txt")
