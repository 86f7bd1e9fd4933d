"""Plain Python of main.py, lines 28 to 32, as the workflow runs it."""

import random
from eflows2smk.runtime import states


def run(random_state, population, parents):
    states.set_random(random_state)
    parents_1 = parents[1]
    parents_0 = parents[0]
    # main.py:28
    for each in population:
        if random.random() > 0.5:
            parents.append(each)
    # main.py:32
    count = len(parents)
    random_state = states.random()
    population_2 = population[2]
    return random_state, parents, parents_1, parents_0, count, population_2
