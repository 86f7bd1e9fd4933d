import sys
from pycompss.api.task import task
from pycompss.api.api import compss_wait_on


@task(returns=int)
def inside(points, seed):
    state, found = seed, 0
    for _ in range(points):
        state = (1103515245 * state + 12345) % 2**31
        x = state / 2**31
        state = (1103515245 * state + 12345) % 2**31
        y = state / 2**31
        found += x * x + y * y < 1
    return found


if __name__ == "__main__":
    points, jobs = map(int, sys.argv[1:])
    hits = [inside(points // jobs, seed) for seed in range(jobs)]
    pi = 4.0 * sum(compss_wait_on(hits)) / points
    print("PI is approximately %f" % pi)
    open("pi.txt", "w").write("%.6f\n" % pi)
