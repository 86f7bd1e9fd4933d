"""Plain Python of main.py, lines 52 to 53, as the workflow runs it."""

import numpy as np


def run(name_of_result, count):
    # main.py:52
    value = np.loadtxt(name_of_result)
    value_2 = float(value) + count
    return value_2
