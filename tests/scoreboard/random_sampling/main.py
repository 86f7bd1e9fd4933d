import random

import numpy as np
from pycompss.api.api import compss_wait_on
from pycompss.api.task import task

np.random.seed(11)
random.seed(11)


@task(returns=1)
def evaluate(point, shift):
    return float(np.sum(point**2) + shift)


points = [np.random.rand(2) for _ in range(3)]
shifts = [random.uniform(-1, 1) for _ in points]
values = compss_wait_on([evaluate(p, s) for p, s in zip(points, shifts)])
order = sorted(range(len(values)), key=values.__getitem__)
with open("samples.txt", "w") as f:
    for i in order:
        f.write(f"{i} {values[i]:.6f}\n")
