"""Plain Python of main.py, lines 213 to 215, as the workflow runs it."""

import copy


def run(xs):
    # main.py:213
    ys = copy.deepcopy(xs)
    zs = copy.copy(xs)
    xs[0].append(8)
    return xs, ys, zs
