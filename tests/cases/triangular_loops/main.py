"""An inner loop whose bounds depend on the outer one."""

from eflows2smk import COLLECTION_IN, FILE_OUT, task

COUNT = 4


@task(returns=1)
def distance(first, second):
    return abs(first - second)


@task(values=COLLECTION_IN, result=FILE_OUT)
def write(values, result):
    with open(result, "w") as file:
        file.write(repr(values))


distances = []
for i in range(COUNT):
    for j in range(i + 1, COUNT):
        distances.append(distance(i * i, j * j))
write(distances, "distances.txt")
