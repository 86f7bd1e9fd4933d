from collections import deque

import numpy as np
from pycompss.api.task import task
from pycompss.api.api import compss_wait_on


@task(returns=list)
def gen_fragment(size, dim, seed):
    return init_random(size, dim, seed)


@task(returns=float)
def maximum(points):
    return max(float(np.linalg.norm(p)) for p in points)


@task(returns=float)
def final_max(a, b):
    return max(a, b)


def init_random(size, dim, seed):
    rng = np.random.RandomState(seed)
    return [1000 * rng.rand(dim) for _ in range(size)]


def mergeReduce(function, data):
    q = deque(range(len(data)))
    while len(q):
        x = q.popleft()
        if len(q):
            y = q.popleft()
            data[x] = function(data[x], data[y])
            q.append(x)
        else:
            return data[x]


def max_norm(points, dim, fragments):
    size = int(points / fragments)
    X = [gen_fragment(size, dim, i) for i in range(fragments)]
    norms = [maximum(x) for x in X]
    return compss_wait_on(mergeReduce(final_max, norms))


print("The maximum norm is %f" % max_norm(12, 3, 3))
with open("norm.txt", "w") as f:
    f.write("%.4f\n" % max_norm(8, 2, 2))
