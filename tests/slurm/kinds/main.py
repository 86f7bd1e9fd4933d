"""One of each: an external program, a data transformation, a Python task."""

from eflows2smk import FILE_OUT, FILE_TO_OBJECT, binary, data_transformation, task


def numbers(path):
    with open(path) as file:
        return [int(line) for line in file]


@binary(binary="sh", args="-c 'seq {{count}} > {{result}}'")
@task(result=FILE_OUT)
def count_up(count, result):
    pass


@data_transformation(target="values", function=numbers, type=FILE_TO_OBJECT)
@task(result=FILE_OUT)
def add(values, result):
    with open(result, "w") as file:
        file.write(f"{sum(values)}\n")


for count in (3, 5):
    count_up(count, f"out/{count}.txt")
    add(f"out/{count}.txt", f"out/sum_{count}.txt")
