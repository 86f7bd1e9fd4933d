"""Plain Python of main.py, lines 51 to 52, as the workflow runs it."""

import numpy as np


def run(values):
    # main.py:51
    mean = np.mean(values)
    value = f"{mean:.3f}"
    return mean, value
