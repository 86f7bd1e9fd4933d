import numpy as np
from eflows2smk import *


@task(returns=2)
def step(u):
    new = u.copy()
    new[1:-1] = (u[:-2] + u[2:]) / 2
    return new, float(np.abs(new - u).max())


@task(out=FILE_OUT)
def save(u, out):
    np.savetxt(out, u, fmt="%.5f")


u = np.zeros(6)
u[0] = 1.0
change = 1.0
iterations = 0
while change > 0.2 and iterations < 6:
    u, change = step(u)
    change = wait_on(change)
    iterations += 1
save(u, "heat.txt")
print("iterations:", iterations)
