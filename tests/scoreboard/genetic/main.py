import random
import sys
from functools import reduce
from operator import add

from pycompss.api.api import compss_wait_on
from pycompss.api.task import task


@task(returns=list)
def individual(size, seed):
    random.seed(seed)
    return [random.randint(0, 100) for _ in range(size)]


def gen_population(number, size, seed):
    return [individual(size, i + seed) for i in range(number)]


@task(returns=float)
def compute_fitness(individual, target):
    total = reduce(add, individual, 0)
    return abs(target - total)


def grade(population, target):
    values = [compute_fitness(p, target) for p in population]
    values = compss_wait_on(values)
    return sum(values) / len(values)


@task(returns=list)
def crossover(male, female):
    half = len(male) // 2
    return male[:half] + female[half:]


@task(returns=list)
def mutate(p, seed):
    random.seed(seed)
    p = list(p)
    p[random.randint(0, len(p) - 1)] = random.randint(min(p), max(p))
    return p


def evolve(population, target, seed, retain=0.5):
    pairs = [(compute_fitness(p, target), p) for p in population]
    pairs = [(compss_wait_on(fitness), compss_wait_on(p)) for fitness, p in pairs]
    graded = [p for _, p in sorted(pairs)]
    parents = graded[: int(len(graded) * retain)]
    children = []
    for n in range(len(population) - len(parents)):
        children.append(mutate(crossover(parents[n % len(parents)], parents[-1]), seed + n))
    return parents + children


if __name__ == "__main__":
    n, size, target, cycles = (int(a) for a in sys.argv[1:5])
    p = gen_population(n, size, 1)
    history = [grade(p, target)]
    for i in range(cycles):
        p = evolve(p, target, 17 * i)
        history.append(grade(p, target))
    with open("history.txt", "w") as f:
        for datum in history:
            f.write("%.3f\n" % datum)
