import os
from os.path import exists

from eflows2smk import *

OUT = "out"


@task(out=FILE_OUT)
def download(name, out):
    with open(out, "w") as f:
        f.write(name * 3)


@task(source=FILE_IN, out=FILE_OUT)
def unpack(source, out):
    with open(source) as f, open(out, "w") as g:
        g.write(f.read().upper())


if not exists(OUT):
    os.mkdir(OUT)
for name in ["north", "south"]:
    raw = f"{OUT}/{name}.raw"
    if not exists(raw):
        download(name, raw)
    txt = os.path.splitext(raw)[0] + ".txt"
    if not os.path.isfile(txt):
        unpack(raw, txt)
