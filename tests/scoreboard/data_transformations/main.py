import numpy as np
from pycompss.api.data_transformation import *
from pycompss.api.parameter import *
from pycompss.api.task import task
from pycompss.api.api import compss_wait_on


def load(path):
    return np.loadtxt(path)


def scaled(values, factor):
    return values * factor


@task(out=FILE_OUT)
def measure(out, n):
    np.savetxt(out, np.arange(float(n)))


@dt(target="samples", function=load, type=FILE_TO_OBJECT)
@dt("samples", scaled, factor=2.0)
@task(returns=1)
def average(samples):
    return float(samples.mean())


means = []
for n in (3, 5):
    measure(f"samples_{n}.txt", n)
    means.append(average(f"samples_{n}.txt"))
with open("means.txt", "w") as f:
    f.write(" ".join(str(m) for m in compss_wait_on(means)))
