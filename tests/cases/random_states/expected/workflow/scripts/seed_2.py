"""Plain Python of main.py, line 42, as the workflow runs it."""

import numpy as np
from eflows2smk.runtime import states


def run(size_result):
    # main.py:42
    np.random.seed(size_result)
    numpy_random_state = states.numpy_random()
    return numpy_random_state
