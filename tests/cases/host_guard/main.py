"""Guards against doing again what is done: Snakemake's own business."""

import os
from pathlib import Path

from eflows2smk import FILE_IN, FILE_OUT, task


@task(out=FILE_OUT)
def make(value, out):
    with open(out, "w") as text:
        text.write(f"{value}\n")


@task(source=FILE_IN, out=FILE_OUT)
def double(source, out):
    Path(out).write_text(Path(source).read_text() * 2)


def ensure(path, value):
    if os.path.exists(path):
        return path
    make(value, path)
    return path


if __name__ == "__main__":
    os.makedirs("out", exist_ok=True)
    for i in range(3):
        path = f"out/{i}.txt"
        if not os.path.exists(path):
            make(i, path)
        target = Path("out") / f"double_{i}.txt"
        if not target.exists():
            double(path, target)
    ensure("out/last.txt", 9)
