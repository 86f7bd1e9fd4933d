#!/usr/bin/env python3
"""Generations of networks: each trains its population in a folder of its own and keeps the best."""

import argparse
import os
import pathlib

from pycompss.api.api import compss_barrier, compss_wait_on
from pycompss.api.parameter import FILE_IN, FILE_OUT
from pycompss.api.task import task


@task(weights=FILE_OUT, returns=1)
def train(generation, member, start, weights):
    value = (start * 31 + generation * 7 + member * 3) % 101
    with open(weights, "w") as f:
        f.write(f"{value}\n")
    return value


@task(best=FILE_IN, copy=FILE_OUT)
def keep(best, copy):
    with open(best) as source, open(copy, "w") as target:
        target.write("best " + source.read())


def run(root, generations, size):
    start = 1
    log = []
    for generation in range(generations):
        folder = root / f"generation_{generation:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        scores = []
        for member in range(size):
            scores.append(train(generation, member, start, str(folder / f"member_{member}.w")))
        keep(str(folder / "member_0.w"), str(folder / "kept.w"))
        start = generation + 2
        log.append(scores)
    log = compss_wait_on(log)
    compss_barrier()
    with open(root / "scores.txt", "w") as f:
        for generation, scores in enumerate(log):
            print(generation, max(scores), file=f)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--generations", type=int, default=3)
    parser.add_argument("--size", type=int, default=3)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path("networks"))
    options = parser.parse_args()
    run(options.root, options.generations, options.size)
