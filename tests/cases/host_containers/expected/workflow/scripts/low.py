"""Plain Python of main.py, lines 37 to 42, as the workflow runs it."""

import numpy as np


def run(scaled, groups):
    # main.py:37
    low, *rest = sorted(scaled)
    # main.py:41
    means = {name: np.mean(values) for name, values in groups.items()}
    max_value = np.max(scaled)
    min_value = np.min(scaled)
    return low, rest, means, max_value, min_value
