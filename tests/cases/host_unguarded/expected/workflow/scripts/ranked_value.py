"""Plain Python of main.py, lines 27 to 41, as the workflow runs it."""

import numpy as np
import os
import time


def run(values, start, NAMES):
    # main.py:27
    with open("log.txt", "w") as log:
        log.write("begin\n")
    ranked = sorted(values, reverse=True)
    print("took", time.time() - start, "ranked", ranked)
    differences = np.diff(ranked)
    if differences.max() < 0:
        comment = "falling"
    else:
        comment = "level"
    # main.py:37
    with open(os.path.join("out", "result.txt"), "w") as out:
        for name, value in zip(NAMES, ranked):
            out.write(f"{name} {value:.3f}\n")
        out.write(comment + "\n")
    ranked_value = ranked[0]
    return ranked_value
