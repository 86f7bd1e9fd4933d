"""A sum by pairs: data[x] = add(data[x], data[y])."""

from eflows2smk import FILE_OUT, task


@task(returns=1)
def load(number):
    return number


@task(returns=1)
def add(first, second):
    return first + second


@task(result=FILE_OUT)
def write(value, result):
    with open(result, "w") as file:
        file.write(f"{value}\n")


def merge(data):
    distance = 1
    while distance < len(data):
        for left in range(0, len(data) - distance, 2 * distance):
            data[left] = add(data[left], data[left + distance])
        distance *= 2
    return data[0]


if __name__ == "__main__":
    write(merge([load(number) for number in range(7)]), "sum.txt")
