"""An MPI simulation of a rod that is heated in one place and cooled at both ends.

Each process owns a piece of the rod and exchanges the temperatures at its borders with its neighbours in every step
(explicit finite differences). Process 0 gathers the snapshots and writes them as one array, a row for each time.
It knows nothing of any workflow: ``mpiexec -n 4 python heat_rod.py --diffusivity 0.1 --heating 2 --output rod.npy``
"""

import argparse

import numpy as np
from mpi4py import MPI


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diffusivity", type=float, required=True)
    parser.add_argument("--heating", type=float, required=True, help="power of the source")
    parser.add_argument("--cells", type=int, default=64)
    parser.add_argument("--snapshots", type=int, default=60)
    parser.add_argument("--duration", type=float, default=1.0)
    parser.add_argument("--output", required=True)
    options = parser.parse_args()

    world = MPI.COMM_WORLD
    rank, size = world.rank, world.size
    if options.cells % size:
        parser.error(f"{options.cells} cells cannot be shared evenly by {size} processes")
    mine = options.cells // size
    width = 1.0 / options.cells
    position = (np.arange(rank * mine, (rank + 1) * mine) + 0.5) * width
    source = options.heating * np.exp(-(((position - 0.3) / 0.08) ** 2))

    stable = 0.4 * width**2 / options.diffusivity
    steps = int(np.ceil(options.duration / options.snapshots / stable))
    step = options.duration / options.snapshots / steps

    left = rank - 1 if rank > 0 else MPI.PROC_NULL
    right = rank + 1 if rank < size - 1 else MPI.PROC_NULL
    field = np.zeros(mine + 2)  # one ghost cell at each end, zero (cooled) at the ends of the rod
    recorded = np.empty((options.snapshots, mine))
    for snapshot in range(options.snapshots):
        for _ in range(steps):
            world.Sendrecv(field[1:2], dest=left, recvbuf=field[-1:], source=right)
            world.Sendrecv(field[-2:-1], dest=right, recvbuf=field[:1], source=left)
            curvature = (field[2:] - 2 * field[1:-1] + field[:-2]) / width**2
            field[1:-1] += step * (options.diffusivity * curvature + source)
        recorded[snapshot] = field[1:-1]

    pieces = world.gather(recorded, root=0)
    if pieces is not None:
        np.save(options.output, np.hstack(pieces))
        print(f"{steps * options.snapshots} steps on {size} processes, hottest {field.max():.4f}")


if __name__ == "__main__":
    main()
