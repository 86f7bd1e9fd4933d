"""Lists that get plain values in loops and branches that the run decides, alone and inside of other values."""

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def add(a, b):
    return a + b


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


@task(returns=1)
def joined(paths):
    texts = []
    for path in paths:
        with open(path) as file:
            texts.append(file.read().strip())
    return " ".join(texts)


class Notes:
    def __init__(self):
        self.numbers = []
        self.kind = "notes"


def main():
    count = wait_on(add(1, 1))

    # In a branch, whose other side may add something else, or nothing.
    chosen = [1]
    if count > 1:
        chosen.append(3)
    else:
        chosen.append(add(3, 4))
    write(chosen, "chosen.txt")

    # In a loop, and in a loop in it.
    numbers, names = ["first"], []
    for i in range(count):
        for j in range(count):
            numbers.append(i * 10)
            names.append(f"{i}_{j}")
        numbers.append(None)
    for number in numbers:
        names.append(number)
    write(numbers, "numbers.txt")
    write(names, "names.txt")

    # A loop over what was added is the same loop again.
    steps = []
    for step in range(count):
        write(step, f"steps/{step}.txt")
        steps.append(step)
    for step in steps:
        write(step + 1, f"again/{step}.txt")
    write([step * 2 for step in steps], "doubled.txt")

    # What was done in some iterations of a loop that is known.
    done = []
    for i in range(3):
        if wait_on(add(i, 1)) > 1:
            write(i, f"done/{i}.txt")
            done.append(i)
        else:
            done.append(f"not {i}")
    with open("done.txt", "w") as file:
        file.write(str(done))

    # Paths are waited for, by tasks and by plain Python.
    paths = []
    for i in range(count):
        write(i, f"parts/{i}.txt")
        paths.append(f"parts/{i}.txt")
    write(joined(paths), "joined.txt")
    total = 0
    for path in paths:
        with open(path) as file:
            total += int(file.read())
    write(total, "total.txt")

    # Lists that grow are parts of other values.
    notes = Notes()
    for i in range(count):
        notes.numbers.append(add(i, 2))
    write({"all": notes.numbers, "count": count}, "in_dict.txt")
    write([[steps], (notes.numbers, 3)], "in_lists.txt")
    holder = {"steps": steps, "n": 1}
    write(wait_on(add(0, 0)) + len(holder["steps"]) + sum(holder["steps"]), "held.txt")


if __name__ == "__main__":
    main()
