"""Libraries with a state of their own: random numbers, and a figure that is drawn piece by piece."""

import random

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from eflows2smk import task, wait_on


@task(returns=1)
def curve(factor, offset):
    return np.linspace(0, 1, 5) * factor + offset


if __name__ == "__main__":
    np.random.seed(3)
    random.seed(5)
    drawn = []
    plt.figure(figsize=(2, 2))
    for i in range(3):
        values = wait_on(curve(np.random.rand(), random.random()))
        plt.plot(values, label=f"curve {i}")
        drawn.append(float(values.sum()))
    axes = plt.gca()
    with open("drawn.txt", "w") as out:
        out.write(f"{drawn} {np.random.randint(1000)} {random.choice('abcdef')}\n")
        out.write(f"{len(axes.lines)} lines, {[line.get_label() for line in axes.lines]}\n")
    plt.legend()
    plt.savefig("curves.png")
    plt.close()
