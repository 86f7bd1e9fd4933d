"""A program without a __main__ guard: its plain statements run once, whatever the jobs import."""

import os
import time

import numpy as np

from eflows2smk import FILE_IN, FILE_OUT, binary, task, wait_on

WEIGHTS = np.linspace(0.0, 1.0, 4) ** 2
NAMES = [f"w{i}" for i in range(len(WEIGHTS))]


@task(returns=1)
def weighted(value):
    return float((WEIGHTS * value).sum())


@binary(binary="cat", args="{{source}}")
@task(source=FILE_IN, out=FILE_OUT)
def unused(source, out):
    pass


start = time.time()
values = [wait_on(weighted(i)) for i in range(1, 4)]
with open("log.txt", "w") as log:
    log.write("begin\n")
ranked = sorted(values, reverse=True)
print("took", time.time() - start, "ranked", ranked)
differences = np.diff(ranked)
if differences.max() < 0:
    comment = "falling"
else:
    comment = "level"
os.makedirs("out", exist_ok=True)
with open(os.path.join("out", "result.txt"), "w") as out:
    for name, value in zip(NAMES, ranked):
        out.write(f"{name} {value:.3f}\n")
    out.write(comment + "\n")
more = weighted(ranked[0])
with open("out/more.txt", "w") as out:
    out.write(str(wait_on(more)))
