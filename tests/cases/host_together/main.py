"""Objects that belong together and change between calls of tasks: figures and axes, a list under two names."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from eflows2smk import FILE_OUT, task, wait_on


@task(returns=1)
def curve(k):
    x = np.linspace(0, 1, 20)
    return x, x**k


@task(out=FILE_OUT)
def write(value, out):
    with open(out, "w") as file:
        file.write(f"{value}\n")


@task(returns=1)
def items(n):
    return list(range(n))


def main():
    same = xs = items(2)
    xs += items(1)
    write(wait_on(xs), "longer.txt")
    same.append(5)
    write(wait_on(xs), "changed.txt")
    write(wait_on(same), "same.txt")

    fig, axes = plt.subplots(1, 2, figsize=(6, 3))
    for k in range(1, 4):
        x, y = wait_on(curve(k))
        axes[0].plot(x, y, label=f"k={k}")
        axes[1].bar(k, y.mean())
    axes[0].legend()
    fig.tight_layout()
    fig.savefig("curves.png")
    plt.close(fig)
    write(round(float(y.mean()), 3), "mean.txt")

    fig, ax = plt.subplots()
    x, y = wait_on(curve(5))
    ax.plot(x, y)
    x, y = wait_on(curve(6))
    ax.scatter(x, y)
    fig.savefig("points.png")


if __name__ == "__main__":
    main()
