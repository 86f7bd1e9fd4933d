import numpy as np
from eflows2smk import *


@task(returns=1)
def nearest(block, first, query, k):
    d = np.abs(block - query)
    order = np.argsort(d, kind="stable")[:k]
    return [(float(d[i]), int(first + i)) for i in order]


@task(candidates=COLLECTION_IN, returns=1)
def best(candidates, k):
    return sorted(c for part in candidates for c in part)[:k]


class Neighbours:
    def __init__(self, k):
        self.k = k
        self.blocks = []

    def fit(self, data, size):
        for start in range(0, len(data), size):
            self.blocks.append((start, data[start : start + size]))

    def query(self, value):
        return best([nearest(block, start, value, self.k) for start, block in self.blocks], self.k)


data = np.array([0.5, 3.0, 8.0, 1.0, 4.0, 2.5])
model = Neighbours(k=2)
model.fit(data, 3)
answers = {q: model.query(q) for q in (1.0, 4.0)}
with open("answers.txt", "w") as f:
    for q, answer in answers.items():
        for distance, place in wait_on(answer):
            print(q, place, distance, file=f)
