"""Plain Python of main.py, line 48, as the workflow runs it."""

import random
from eflows2smk.runtime import states


def run(random_state):
    states.set_random(random_state)
    # main.py:48
    randint_value = random.randint(0, 9)
    random_state = states.random()
    return random_state, randint_value
