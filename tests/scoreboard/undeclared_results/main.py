import json
import os

import numpy as np
from pycompss.api.api import compss_barrier
from pycompss.api.task import task

RESULTS = "results"


@task()
def simulate(number):
    np.save(os.path.join(RESULTS, "run_%d.npy" % number), np.arange(3) * number)


@task()
def plot(number):
    values = np.load(os.path.join(RESULTS, "run_%d.npy" % number))
    with open(os.path.join(RESULTS, "plot_%d.txt" % number), "w") as f:
        f.write("*" * int(values.sum()))


def main():
    os.makedirs(RESULTS, exist_ok=True)
    for i in range(2):
        simulate(i)
    compss_barrier()
    for i in range(2):
        plot(i)
    compss_barrier()
    found = {}
    for name in sorted(os.listdir(RESULTS)):
        if name.endswith(".txt"):
            with open(os.path.join(RESULTS, name)) as f:
                found[name] = len(f.read())
    with open("found.json", "w") as f:
        json.dump(found, f, indent=1)


if __name__ == "__main__":
    main()
