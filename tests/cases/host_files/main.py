"""Host code that writes files for invocations, and reads what invocations write."""

import json
import os
import shutil

import numpy as np

from eflows2smk import FILE_IN, FILE_OUT, binary, task, wait_on, wait_on_file


@binary(binary="sort", args="-n {{source}} -o {{out}}")
@task(source=FILE_IN, out=FILE_OUT)
def ordered(source, out):
    pass


@task(returns=1, source=FILE_IN)
def lines(source):
    with open(source) as text:
        return text.read().split()


def save(name, values):
    np.savetxt(f"data/{name}.txt", values, fmt="%d")


if __name__ == "__main__":
    os.makedirs("data", exist_ok=True)
    rng = np.random.default_rng(7)
    for name in ("left", "right"):
        save(name, rng.integers(0, 100, 5))
        ordered(f"data/{name}.txt", f"sorted/{name}.txt")
    settings = {"names": ["left", "right"], "scale": float(rng.random())}
    with open("settings.json", "w") as out:
        json.dump(settings, out)

    smallest = {}
    for name in ("left", "right"):
        wait_on_file(f"sorted/{name}.txt")
        with open(f"sorted/{name}.txt") as text:
            smallest[name] = int(text.readline())
    total = sum(smallest.values())
    words = lines("sorted/left.txt")
    shutil.copy("sorted/right.txt", "copy.txt")
    with open("summary.txt", "w") as out:
        out.write(f"{smallest} {total} {wait_on(words)}\n")
        out.write(f"{sorted(os.listdir('sorted'))}\n")
