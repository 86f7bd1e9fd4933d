"""Write what this process, or all processes of its MPI program, see of the machine."""

import json
import os
import sys

SEEN = ("OMP_NUM_THREADS", "CUDA_VISIBLE_DEVICES", "SLURM_CPUS_PER_TASK")


def write(path):
    from mpi4py import MPI

    world = MPI.COMM_WORLD
    seen = {name: os.environ.get(name) for name in SEEN}
    ranks = world.gather({"node": os.environ["SLURMD_NODENAME"], "size": world.size, **seen})
    if ranks is not None:
        with open(path, "w") as file:
            json.dump(ranks, file)


if __name__ == "__main__":
    write(sys.argv[1])
