"""Several transformations of one parameter; the one on top comes first."""

from eflows2smk import FILE_OUT, FILE_TO_OBJECT, data_transformation, task


def read(path):
    with open(path) as file:
        return [int(line) for line in file]


def without_negatives(numbers):
    return [number for number in numbers if number >= 0]


def scaled(numbers, factor):
    return [factor * number for number in numbers]


@data_transformation(target="numbers", function=read, type=FILE_TO_OBJECT)
@data_transformation("numbers", without_negatives)
@data_transformation("numbers", scaled, factor=10)
@task(result=FILE_OUT)
def write(numbers, result):
    with open(result, "w") as file:
        file.write(repr(numbers))


if __name__ == "__main__":
    for name in ("first", "second"):
        write(f"inputs/{name}.txt", f"results/{name}.txt")
