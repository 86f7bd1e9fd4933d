"""Plain Python of main.py, line 58, as the workflow runs it."""

import numpy as np


def run(scaled):
    # main.py:58
    concatenate_value = np.concatenate(scaled)
    return concatenate_value
