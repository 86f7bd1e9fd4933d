import copy

from pycompss.api.api import compss_wait_on
from pycompss.api.parameter import *
from pycompss.api.task import task


class Histogram:
    bins = 4

    def __init__(self):
        self.counts = [0] * self.bins

    @task(target_direction=INOUT)
    def fill(self, values):
        for v in values:
            self.counts[v % self.bins] += 1

    @task(returns=1)
    def merged(self, other):
        result = copy.deepcopy(self)
        result.counts = [a + b for a, b in zip(self.counts, other.counts)]
        return result

    def __str__(self):
        return " ".join(map(str, self.counts))


parts = [Histogram() for _ in range(2)]
for i, part in enumerate(parts):
    part.fill(list(range(i, 9, 2)))
    part.fill([i])
whole = compss_wait_on(parts[0].merged(parts[1]))
with open("histogram.txt", "w") as f:
    f.write(str(whole))
