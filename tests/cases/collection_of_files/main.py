"""A list of files as one parameter, read and written."""

from eflows2smk import COLLECTION_FILE_IN, COLLECTION_FILE_OUT, FILE_IN, FILE_OUT, binary, task


@task(numbers=FILE_IN, parts=COLLECTION_FILE_OUT)
def split(numbers, parts):
    with open(numbers) as file:
        lines = file.readlines()
    for index, part in enumerate(parts):
        with open(part, "w") as file:
            file.writelines(lines[index :: len(parts)])


@binary(binary="cat", args="{{parts}} > {{whole}}")
@task(parts=COLLECTION_FILE_IN, whole=FILE_OUT)
def join(parts, whole):
    pass


def main():
    parts = [f"parts/{i}.txt" for i in range(3)]
    split("inputs/numbers.txt", parts)
    join(parts, "joined.txt")
    join(list(reversed(parts)), "reversed.txt")


if __name__ == "__main__":
    main()
