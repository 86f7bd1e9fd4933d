"""Plain Python of main.py, line 57, as the workflow runs it."""

import numpy as np
import random
from eflows2smk.runtime import states


def run(random_state, numpy_random_state):
    states.set_random(random_state)
    states.set_numpy_random(numpy_random_state)
    # main.py:57
    random_value = random.random()
    rand_value = float(np.random.rand())
    return random_value, rand_value
