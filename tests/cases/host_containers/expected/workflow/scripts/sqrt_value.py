"""Plain Python of main.py, line 36, as the workflow runs it."""

import numpy as np


def run(energy_result):
    # main.py:36
    sqrt_value = np.sqrt(energy_result)
    return sqrt_value
