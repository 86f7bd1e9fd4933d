"""Refine until the estimated error is small, with a mesh file for each level."""

import os

from eflows2smk import *


@task(mesh=FILE_OUT)
def coarse(mesh, cells):
    with open(mesh, "w") as f:
        f.write(f"{cells}\n")


@task(mesh=FILE_IN, returns=1)
def solve(mesh):
    with open(mesh) as f:
        return 1.0 / int(f.read())


@task(mesh=FILE_IN, refined=FILE_OUT)
def refine(mesh, refined):
    with open(mesh) as f, open(refined, "w") as g:
        g.write(f"{2 * int(f.read())}\n")


os.makedirs("meshes", exist_ok=True)
coarse("meshes/level_0.txt", 2)
level = 0
error = wait_on(solve("meshes/level_0.txt"))
while error > 0.2:
    refine(f"meshes/level_{level}.txt", f"meshes/level_{level + 1}.txt")
    level += 1
    error = wait_on(solve(f"meshes/level_{level}.txt"))
with open("error.txt", "w") as f:
    f.write(str(error))
