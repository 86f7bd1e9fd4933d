"""Plain Python of main.py, lines 34 to 36, as the workflow runs it."""

import random
from eflows2smk.runtime import states


def run(random_state, count):
    states.set_random(random_state)
    # main.py:34
    male = random.randint(0, count - 1)
    female = random.randint(0, count - 1)
    condition = male != female
    random_state = states.random()
    return random_state, male, female, condition
