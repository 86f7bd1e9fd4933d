"""Which words are common in a folder of texts? One branch for each text, nothing but the usual small programs."""

import os

from eflows2smk import (
    COLLECTION_FILE_IN,
    FILE_IN,
    FILE_IN_STDIN,
    FILE_OUT,
    FILE_OUT_STDOUT,
    binary,
    constraint,
    task,
)

TEXTS = "texts"


@binary(binary="tr", args="-cs '[:alpha:]' '\\n'")
@task(text=FILE_IN_STDIN, words=FILE_OUT_STDOUT)
def split(text, words):
    pass


@binary(binary="tr", args="'[:upper:]' '[:lower:]'")
@task(words=FILE_IN_STDIN, small=FILE_OUT_STDOUT)
def lower(words, small):
    pass


@constraint(computing_units=2)
@binary(binary="sort", args="-o {{result}} {{words}}")
@task(words=FILE_IN, result=FILE_OUT)
def sort(words, result):
    pass


@binary(binary="uniq", args="-c {{words}}")
@task(words=FILE_IN, counts=FILE_OUT_STDOUT)
def count(words, counts):
    pass


@binary(binary="sort", args="-k {{column}} -rn {{counts}} -o {{ranking}}")
@task(counts=FILE_IN, ranking=FILE_OUT)
def rank(column, counts, ranking):
    pass


@binary(binary="head", args="-n {{lines}} {{ranking}}")
@task(ranking=FILE_IN, top=FILE_OUT_STDOUT)
def take(lines, ranking, top):
    pass


@binary(binary="tail", args="-n +1 {{files}}")
@task(files=COLLECTION_FILE_IN, whole=FILE_OUT_STDOUT)
def gather(files, whole):
    pass


@binary(binary="wc", args="-w {{files}}")
@task(files=COLLECTION_FILE_IN, sizes=FILE_OUT_STDOUT)
def measure(files, sizes):
    pass


def main():
    texts = sorted(name for name in os.listdir(TEXTS) if name.endswith(".txt"))
    tops = []
    for text in texts:
        name = os.path.splitext(text)[0]
        split(f"{TEXTS}/{text}", f"words/{name}.txt")
        lower(f"words/{name}.txt", f"lower/{name}.txt")
        sort(f"lower/{name}.txt", f"sorted/{name}.txt")
        count(f"sorted/{name}.txt", f"counts/{name}.txt")
        rank(1, f"counts/{name}.txt", f"rankings/{name}.txt")
        take(5, f"rankings/{name}.txt", f"top/{name}.txt")
        tops.append(f"top/{name}.txt")
    gather(tops, "common_words.txt")
    measure([f"{TEXTS}/{text}" for text in texts], "sizes.txt")


if __name__ == "__main__":
    main()
