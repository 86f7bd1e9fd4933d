"""A recursive function of the program that calls tasks."""

from eflows2smk import FILE_OUT, task


@task(returns=1)
def leaf(number):
    return [number]


@task(returns=1)
def join(first, second):
    return first + second


@task(result=FILE_OUT)
def write(value, result):
    with open(result, "w") as file:
        file.write(repr(value))


def tree(first, last):
    if last - first == 1:
        return leaf(first)
    middle = (first + last) // 2
    return join(tree(first, middle), tree(middle, last))


def main():
    write(tree(0, 5), "tree.txt")


if __name__ == "__main__":
    main()
