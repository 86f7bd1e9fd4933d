"""Plain Python of main.py, line 55, as the workflow runs it."""

import copy
from main import Pair


def run(named):
    # main.py:55
    apart, replaced = copy.deepcopy(named), copy.deepcopy(Pair(1, [2])._replace(xs=named.xs))
    return apart, replaced
