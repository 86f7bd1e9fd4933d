"""Futures kept in dictionaries and queues."""

from collections import defaultdict, deque

from eflows2smk import COLLECTION_IN, FILE_OUT, task


@task(returns=1)
def measure(city, day):
    return len(city) * 10 + day


@task(returns=1)
def add(first, second):
    return first + second


@task(values=COLLECTION_IN, result=FILE_OUT)
def write(values, result):
    with open(result, "w") as file:
        file.write(repr(values))


def main():
    by_city = defaultdict(list)
    for day in range(3):
        for city in ("Rome", "Oslo"):
            by_city[city].append(measure(city, day))
    for city, values in by_city.items():
        write(values, f"cities/{city}.txt")

    queue = deque(value for values in by_city.values() for value in values)
    while len(queue) > 1:
        queue.append(add(queue.popleft(), queue.popleft()))
    write([queue[0]], "sum.txt")


main()
