"""Tasks called in comprehensions."""

from eflows2smk import COLLECTION_IN, FILE_OUT, task


@task(returns=1)
def square(number):
    return number * number


@task(values=COLLECTION_IN, result=FILE_OUT)
def write(values, result):
    with open(result, "w") as file:
        file.write(repr(values))


if __name__ == "__main__":
    squares = [square(number) for number in range(6) if number % 2 == 0]
    table = {name: square(len(name)) for name in ("one", "three", "eleven")}
    write(squares, "squares.txt")
    write([table[name] for name in sorted(table)], "table.txt")
    [write(list(pair), f"pair_{index}.txt") for index, pair in enumerate(zip(squares, squares[1:]))]
