"""A flow past a thin boundary layer: the mesh is refined until the error is small, then analysed zone by zone.

How often the mesh is refined, and how many zones there are, is only known when the workflow runs.
"""

import numpy as np

from eflows2smk import FILE_IN, FILE_OUT, binary, task, wait_on

DIFFUSION = 0.01
TOLERANCE = 0.05
MOST_LEVELS = 8


@binary(binary="python", args="solve.py --diffusion {{diffusion}} {{mesh}} {{solution}}")
@task(mesh=FILE_IN, solution=FILE_OUT)
def solve(diffusion, mesh, solution):
    pass


@task(mesh=FILE_OUT)
def start_mesh(cells, mesh):
    np.savetxt(mesh, np.linspace(0.0, 1.0, cells + 1))


@task(solution=FILE_IN, returns=2)
def estimate(solution):
    """The jump of the solution in each cell, and the largest one."""
    _, values = np.loadtxt(solution, unpack=True)
    jumps = np.abs(np.diff(values))
    return jumps, float(jumps.max())


@task(mesh=FILE_IN, finer=FILE_OUT)
def refine(mesh, jumps, finer):
    """Halve the cells in which the solution changes most."""
    points = np.loadtxt(mesh)
    large = jumps > 0.5 * jumps.max()
    middles = 0.5 * (points[:-1] + points[1:])
    np.savetxt(finer, np.sort(np.concatenate([points, middles[large]])))


@task(solution=FILE_IN, returns=1)
def find_zones(solution):
    """Neighbouring cells of one size: where each zone begins and ends."""
    points, _ = np.loadtxt(solution, unpack=True)
    sizes = np.round(np.log2(np.diff(points)))
    borders = [0, *(np.flatnonzero(np.diff(sizes)) + 1), len(sizes)]
    return [(float(points[a]), float(points[b])) for a, b in zip(borders, borders[1:])]


@task(solution=FILE_IN, returns=1)
def mean_in(solution, begin, end):
    points, values = np.loadtxt(solution, unpack=True)
    inside = (points >= begin) & (points <= end)
    return float(np.trapezoid(values[inside], points[inside]) / (end - begin))


def main():
    start_mesh(10, "meshes/0.txt")
    errors = []
    level = 0
    error = 1.0
    while error > TOLERANCE and level < MOST_LEVELS:
        solve(DIFFUSION, f"meshes/{level}.txt", f"solutions/{level}.txt")
        jumps, error = estimate(f"solutions/{level}.txt")
        errors.append(error)
        refine(f"meshes/{level}.txt", jumps, f"meshes/{level + 1}.txt")
        error = wait_on(error)
        level += 1
    solve(DIFFUSION, f"meshes/{level}.txt", "solution.txt")

    zones = wait_on(find_zones("solution.txt"))
    means = [mean_in("solution.txt", begin, end) for begin, end in zones]

    with open("report.md", "w") as report:
        report.write("| level | error |\n|---|---|\n")
        for number, value in enumerate(wait_on(errors)):
            report.write(f"| {number} | {value:.3f} |\n")
        report.write("\n| zone | mean |\n|---|---|\n")
        for (begin, end), mean in zip(zones, wait_on(means)):
            report.write(f"| {begin:.4f} to {end:.4f} | {mean:.4f} |\n")


if __name__ == "__main__":
    main()
