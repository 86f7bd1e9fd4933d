"""Arguments of a transformation that are parameters of the task."""

from eflows2smk import FILE_OUT, FILE_TO_OBJECT, dt, task


def window(path, start, length):
    with open(path) as file:
        return file.read().split()[start : start + length]


@dt(target="words", function=window, type=FILE_TO_OBJECT, start="{{first}}", length=2)
@task(result=FILE_OUT)
def write(words, first, result):
    with open(result, "w") as file:
        file.write(f"{first}: {words}")


if __name__ == "__main__":
    for first in range(0, 6, 2):
        write("inputs/words.txt", first, f"from_{first}.txt")
