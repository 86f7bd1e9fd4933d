"""Plain Python of main.py, lines 7 to 23, as the workflow runs it."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import random
from eflows2smk.runtime import states


def run():
    # main.py:7
    matplotlib.use("Agg")
    # main.py:20
    np.random.seed(3)
    random.seed(5)
    # main.py:23
    plt.figure(figsize=(2, 2))
    numpy_random_state = states.numpy_random()
    random_state = states.random()
    pyplot_state = states.pyplot()
    return numpy_random_state, random_state, pyplot_state
