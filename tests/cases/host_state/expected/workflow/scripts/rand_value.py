"""Plain Python of main.py, line 25, as the workflow runs it."""

import numpy as np
import random
from eflows2smk.runtime import states


def run(numpy_random_state, random_state):
    states.set_numpy_random(numpy_random_state)
    states.set_random(random_state)
    # main.py:25
    rand_value = np.random.rand()
    random_value = random.random()
    numpy_random_state = states.numpy_random()
    random_state = states.random()
    return numpy_random_state, random_state, rand_value, random_value
