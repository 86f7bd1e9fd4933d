import glob
import os
import pathlib

from pycompss.api.api import compss_wait_on
from pycompss.api.parameter import *
from pycompss.api.task import task

TILE = 2


@task(image=FILE_IN, returns=1)
def read_image(image):
    with open(image) as f:
        return [line.strip() for line in f]


@task(returns=2)
def split(rows):
    return [row[:TILE] for row in rows], [row[TILE:] for row in rows]


@task(out=FILE_OUT)
def flip(tile, out):
    pathlib.Path(out).write_text("\n".join(row[::-1] for row in tile))


for path in sorted(pathlib.Path("images").glob("*.txt")):
    rows = read_image(str(path))
    for side, tile in zip(("left", "right"), split(rows)):
        flip(tile, f"{path.stem}_{side}.txt")
