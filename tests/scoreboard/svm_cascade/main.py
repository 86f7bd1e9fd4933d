"""A cascade: each node trains on what the two below it kept."""

import numpy as np
from pycompss.api.api import compss_wait_on
from pycompss.api.task import task


@task(returns=3)
def train(*args):
    points = np.vstack([args[i] for i in range(0, len(args), 2)])
    labels = np.concatenate([args[i] for i in range(1, len(args), 2)])
    margin = np.abs(points.sum(axis=1))
    kept = np.sort(np.argsort(margin, kind="stable")[:4])
    return points[kept], labels[kept], float(margin[kept].sum())


def fit(partitions, max_iterations, tolerance):
    feedback = None
    last = None
    iteration = 0
    converged = False
    while iteration < max_iterations and not converged:
        nodes = list(partitions)
        if feedback is not None:
            nodes = [(x, y) for x, y in nodes] + [feedback]
        objective = None
        while len(nodes) > 1:
            first, second = nodes.pop(0), nodes.pop(0)
            x, y, objective = train(*first, *second)
            nodes.append((x, y))
        feedback = nodes[0]
        objective = compss_wait_on(objective)
        converged = last is not None and abs(objective - last) < tolerance
        last = objective
        iteration += 1
    return feedback, iteration


rng = np.random.RandomState(3)
partitions = []
for _ in range(2):
    x = rng.rand(6, 2) - 0.5
    partitions.append((x, np.sign(x.sum(axis=1))))
(x, y), iterations = fit(partitions, 2, 1e-9)
x, y = compss_wait_on(x), compss_wait_on(y)
np.savetxt("vectors.txt", np.column_stack([x, y]), fmt="%.5f")
