import sys

from pycompss.api.api import compss_wait_on
from pycompss.api.task import task
from pycompss.functions.reduce import merge_reduce


@task(returns=float)
def integrate(a, b, points):
    h = (b - a) / points
    return sum((a + (i + 0.5) * h) ** 2 for i in range(points)) * h


@task(returns=float)
def add(x, y):
    return x + y


if __name__ == "__main__":
    low, high, parts, points = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    step = (high - low) / parts
    partial = [integrate(low + i * step, low + (i + 1) * step, points) for i in range(parts)]
    total = compss_wait_on(merge_reduce(add, partial))
    print("Integral: %.5f" % total)
    with open("integral.txt", "w") as f:
        f.write("%.5f\n" % total)
