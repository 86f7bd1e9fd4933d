"""A task that calls others: they run inside of its job, one after the other."""

from eflows2smk import (
    COLLECTION_IN,
    FILE_IN,
    FILE_OUT,
    FILE_OUT_STDOUT,
    binary,
    data_transformation,
    reduction,
    task,
    wait_on,
)


@task(returns=1)
def square(number):
    return number * number


@binary(binary="sort", args="-n {{source}}")
@task(source=FILE_IN, result=FILE_OUT_STDOUT)
def sort(source, result):
    pass


@reduction(chunk_size=2)
@task(numbers=COLLECTION_IN, returns=1)
def total(numbers):
    return sum(numbers) + 1


@data_transformation("numbers", list)
@task(returns=1)
def count(numbers):
    return len(numbers)


@task(returns=int)
def factorial(number):
    return number * wait_on(factorial(number - 1)) if number else 1


@task(result=FILE_OUT, returns=1)
def analyse(limit, result):
    numbers = [square(number) for number in range(limit, 0, -1)]
    numbers = wait_on(numbers)
    with open(f"numbers_{limit}.txt", "w") as file:
        file.writelines(f"{number}\n" for number in numbers)
    sort(f"numbers_{limit}.txt", result)
    return total(numbers), count(numbers), factorial(limit)


@task(results=COLLECTION_IN, path=FILE_OUT)
def write(results, path):
    with open(path, "w") as file:
        file.writelines(f"{result}\n" for result in results)


if __name__ == "__main__":
    write([analyse(limit, f"sorted/{limit}.txt") for limit in (2, 5)], "results.txt")
