"""Plain Python of main.py, line 50, as the workflow runs it."""

import numpy as np
import random
from eflows2smk.runtime import states


def run(random_state, numpy_random_state):
    states.set_random(random_state)
    states.set_numpy_random(numpy_random_state)
    # main.py:50
    randint_value = random.randint(0, 9)
    randint_value_2 = int(np.random.randint(0, 9))
    random_state = states.random()
    numpy_random_state = states.numpy_random()
    return random_state, numpy_random_state, randint_value, randint_value_2
