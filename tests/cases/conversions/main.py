"""All eight conversions of data transformations."""

import os

import changes
from eflows2smk import (
    COLLECTION_IN,
    COLLECTION_TO_DIRECTORY,
    COLLECTION_TO_FILE,
    COLLECTION_TO_OBJECT,
    DIRECTORY_IN,
    DIRECTORY_OUT,
    DIRECTORY_TO_OBJECT,
    FILE_IN,
    FILE_OUT,
    FILE_TO_COLLECTION,
    FILE_TO_OBJECT,
    OBJECT_TO_DIRECTORY,
    OBJECT_TO_FILE,
    binary,
    dt,
    task,
)


@task(returns=1)
def number(value):
    return value


@task(folder=DIRECTORY_OUT)
def make_folder(folder):
    os.makedirs(folder, exist_ok=True)
    for name in ("a", "b"):
        with open(os.path.join(folder, name), "w") as file:
            file.write(name * 2)


@dt(target="data", function=changes.to_file, type=OBJECT_TO_FILE, destination="converted/object.txt")
@binary(binary="cp", args="{{data}} {{result}}")
@task(data=FILE_IN, result=FILE_OUT)
def object_to_file(data, result):
    pass


@dt(target="data", function=changes.from_file, type=FILE_TO_OBJECT)
@task(result=FILE_OUT)
def file_to_object(data, result):
    changes.write(data, result)


@dt(target="data", function=changes.lines, type=FILE_TO_COLLECTION, size=3)
@task(data=COLLECTION_IN, result=FILE_OUT)
def file_to_collection(data, result):
    changes.write(data, result)


@dt(target="data", function=changes.total, type=COLLECTION_TO_OBJECT)
@task(result=FILE_OUT)
def collection_to_object(data, result):
    changes.write(data, result)


@dt(target="data", function=changes.to_file, type=COLLECTION_TO_FILE, destination="converted/collection.txt")
@binary(binary="cp", args="{{data}} {{result}}")
@task(data=FILE_IN, result=FILE_OUT)
def collection_to_file(data, result):
    pass


@dt(target="data", function=changes.to_folder, type=OBJECT_TO_DIRECTORY, destination="converted/object")
@binary(binary="ls", args="{{data}} > {{result}}")
@task(data=DIRECTORY_IN, result=FILE_OUT)
def object_to_directory(data, result):
    pass


@dt(target="data", function=changes.from_folder, type=DIRECTORY_TO_OBJECT)
@task(result=FILE_OUT)
def directory_to_object(data, result):
    changes.write(data, result)


@dt(target="data", function=changes.to_folder, type=COLLECTION_TO_DIRECTORY, destination="converted/collection")
@binary(binary="ls", args="{{data}} > {{result}}")
@task(data=DIRECTORY_IN, result=FILE_OUT)
def collection_to_directory(data, result):
    pass


def main():
    numbers = [number(value) for value in (3, 1, 2)]
    make_folder("made")
    object_to_file(numbers[0], "object_to_file.txt")
    file_to_object("inputs/lines.txt", "file_to_object.txt")
    file_to_collection("inputs/lines.txt", "file_to_collection.txt")
    collection_to_object(numbers, "collection_to_object.txt")
    collection_to_file(numbers, "collection_to_file.txt")
    object_to_directory(numbers[1], "object_to_directory.txt")
    directory_to_object("made", "directory_to_object.txt")
    collection_to_directory(numbers, "collection_to_directory.txt")


if __name__ == "__main__":
    main()
