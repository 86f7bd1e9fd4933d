"""Plain Python of main.py, line 41, as the workflow runs it."""

import random
from eflows2smk.runtime import states


def run(size_result):
    # main.py:41
    random.seed(size_result)
    random_state = states.random()
    return random_state
