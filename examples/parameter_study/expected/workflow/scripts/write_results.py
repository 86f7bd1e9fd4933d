"""Plain Python of main.py, lines 51 to 74, as the workflow runs it."""

import json
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt


def run(design, landings, RUNS):
    # main.py:51
    table = pd.DataFrame(design, columns=["angle", "drag"]).join(pd.DataFrame(landings))
    table.to_csv("results.csv", index=False, float_format="%.4f")
    effects = table.corr()["distance"].drop(["distance", "time"])
    best = table["distance"].idxmax()
    # main.py:56
    figure, axes = plt.subplots()
    for run in range(RUNS):
        _, distance, height = np.loadtxt(f"throws/{run}.txt", unpack=True)
        axes.plot(distance, height, label=f"{table['angle'][run]:.0f}°")
    # main.py:61
    axes.set_xlabel("distance (m)")
    axes.set_ylabel("height (m)")
    axes.legend()
    figure.savefig("throws.png")
    # main.py:66
    with open("report.md", "w") as report:
        report.write(
            f"# {RUNS} throws\n\n![all throws](throws.png)\n\n| parameter | correlation with distance |\n|---|---|\n"
        )
        for name, effect in effects.items():
            report.write(f"| {name} | {effect:+.2f} |\n")
        report.write(f"\nThe farthest flew {table['distance'][best]:.1f} m, at {table['angle'][best]:.1f}°.\n")
    with open("best.json", "w") as out:
        json.dump({name: round(float(table[name][best]), 4) for name in ("angle", "drag", "distance")}, out)
