"""Random numbers go on where they stood, through loops and branches that only the run decides."""

import random

import numpy as np

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=list)
def join(numbers, more):
    return numbers + more


@task(returns=int)
def size(numbers):
    return len(numbers)


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


def evolve(population):
    parents = [population[0], population[1]]
    for each in population:
        if random.random() > 0.5:
            parents.append(each)
    children = []
    count = len(parents)
    while len(children) < len(population) - count + 3:
        male = random.randint(0, count - 1)
        female = random.randint(0, count - 1)
        if male != female:
            children.append(join(parents[male], parents[female]))
    return parents + children


random.seed(wait_on(size([1, 2])))
np.random.seed(wait_on(size([1, 2])))
numbers = [3]
for i in range(wait_on(size([1, 2, 3]))):
    if wait_on(size(numbers)) > i:
        numbers = join(numbers, [int(np.random.randint(0, 100))])
    else:
        numbers = join(numbers, [random.randint(0, 9)])
        for k in range(wait_on(size([1, 2]))):
            numbers = join(numbers, [random.randint(0, 9), int(np.random.randint(0, 9))])
write(numbers, "numbers.txt")

population = [join([i], [i + 1]) for i in range(4)]
for _ in range(2):
    population = evolve(population)
write(wait_on(population), "population.txt")
write([random.random(), float(np.random.rand())], "next.txt")
