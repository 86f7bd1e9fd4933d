"""How do the air's drag and the angle of a throw decide how far a ball flies? A study with plain Python in one file.

NumPy makes a design of experiments, an awk program simulates each throw, pandas works out what the parameters do,
Matplotlib draws it, and all ends in a report.
"""

import json
import sys

import matplotlib
import numpy as np
import pandas as pd

from eflows2smk import FILE_IN, FILE_OUT_STDOUT, binary, task, wait_on_file

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 8


@binary(binary="awk", args="-v angle={{angle}} -v drag={{drag}} -f throw.awk")
@task(path=FILE_OUT_STDOUT)
def throw(angle, drag, path):
    """One line for each tenth of a second: time, distance, height."""


@task(path=FILE_IN, returns=1)
def landing(path):
    """Time and distance at which the ball is back on the ground."""
    time, distance, _ = np.loadtxt(path)[-1]
    return {"time": float(time), "distance": float(distance)}


def latin_hypercube(runs, bounds, seed):
    """One value from each of `runs` equal slices of every parameter's range."""
    rng = np.random.default_rng(seed)
    cells = np.array([rng.permutation(runs) for _ in bounds]).T
    low, high = np.array(bounds).T
    return low + (cells + rng.random(cells.shape)) / runs * (high - low)


def main():
    design = latin_hypercube(RUNS, [(20, 70), (0.0, 0.02)], seed=1)
    landings = []
    for run, (angle, drag) in enumerate(design):
        throw(round(float(angle), 2), round(float(drag), 4), f"throws/{run}.txt")
        landings.append(landing(f"throws/{run}.txt"))

    # From here on everything is computed: it runs when the throws have landed.
    table = pd.DataFrame(design, columns=["angle", "drag"]).join(pd.DataFrame(landings))
    table.to_csv("results.csv", index=False, float_format="%.4f")
    effects = table.corr()["distance"].drop(["distance", "time"])
    best = table["distance"].idxmax()

    figure, axes = plt.subplots()
    for run in range(RUNS):
        wait_on_file(f"throws/{run}.txt")
        _, distance, height = np.loadtxt(f"throws/{run}.txt", unpack=True)
        axes.plot(distance, height, label=f"{table['angle'][run]:.0f}°")
    axes.set_xlabel("distance (m)")
    axes.set_ylabel("height (m)")
    axes.legend()
    figure.savefig("throws.png")

    with open("report.md", "w") as report:
        report.write(
            f"# {RUNS} throws\n\n![all throws](throws.png)\n\n| parameter | correlation with distance |\n|---|---|\n"
        )
        for name, effect in effects.items():
            report.write(f"| {name} | {effect:+.2f} |\n")
        report.write(f"\nThe farthest flew {table['distance'][best]:.1f} m, at {table['angle'][best]:.1f}°.\n")
    with open("best.json", "w") as out:
        json.dump({name: round(float(table[name][best]), 4) for name in ("angle", "drag", "distance")}, out)


if __name__ == "__main__":
    main()
