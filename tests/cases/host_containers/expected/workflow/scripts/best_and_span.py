"""Plain Python of main.py, lines 29 to 30, as the workflow runs it."""

import numpy as np


def run(self):
    # main.py:29
    best = min(self.results.values())
    span = np.ptp(list(self.results.values()))
    return best, span
