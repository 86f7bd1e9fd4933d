from collections import namedtuple

import numpy as np
from eflows2smk import *

Candidate = namedtuple("Candidate", "degree score")


@task(returns=1)
def fold_score(x, y, degree, fold):
    mask = np.arange(len(x)) % 2 == fold
    c = np.polyfit(x[mask], y[mask], degree)
    return float(np.abs(np.polyval(c, x[~mask]) - y[~mask]).mean())


@task(returns=1)
def mean(*scores):
    return sum(scores) / len(scores)


class GridSearch:
    def __init__(self, degrees, folds=2):
        self.degrees = list(degrees)
        self.folds = folds

    def fit(self, x, y):
        means = [mean(*[fold_score(x, y, d, k) for k in range(self.folds)]) for d in self.degrees]
        scores = [Candidate(d, s) for d, s in zip(self.degrees, wait_on(means))]
        self.best = min(scores, key=lambda c: c.score)
        return self


x = np.linspace(0, 1, 8)
search = GridSearch([1, 2]).fit(x, 3 * x**2 + 1)
with open("best.txt", "w") as f:
    f.write(f"{search.best.degree} {search.best.score:.6f}\n")
