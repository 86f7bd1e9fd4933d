"""Plain Python of main.py, lines 28 to 32, as the workflow runs it."""

import random
from eflows2smk.runtime import states


def run(random_state, parents, population_and_others):
    population, parents_1_2, parents_0_2 = population_and_others
    parents[0] = parents_0_2
    parents[1] = parents_1_2
    states.set_random(random_state)
    # main.py:28
    for each in population:
        if random.random() > 0.5:
            parents.append(each)
    # main.py:32
    count = len(parents)
    random_state = states.random()
    return random_state, population, parents, count
