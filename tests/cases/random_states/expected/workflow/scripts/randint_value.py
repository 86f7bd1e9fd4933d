"""Plain Python of main.py, line 46, as the workflow runs it."""

import numpy as np
from eflows2smk.runtime import states


def run(numpy_random_state):
    states.set_numpy_random(numpy_random_state)
    # main.py:46
    randint_value = int(np.random.randint(0, 100))
    numpy_random_state = states.numpy_random()
    return numpy_random_state, randint_value
