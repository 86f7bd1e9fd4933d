"""Plain Python of main.py, from line 51-52, as the workflow runs it."""

import numpy as np


def run(values):
    # main.py:51
    mean = np.mean(values)
    value = f"{mean:.3f}"
    return mean, value
