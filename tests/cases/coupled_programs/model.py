"""One of several programs: its first process writes down who is in the world, and what it was told."""

import sys

from mpi4py import MPI

name, result, *told = sys.argv[1:]
state = f"{name} forced by {open(told[0]).read().strip()}" if told else name
world = MPI.COMM_WORLD
states = world.allgather(state)
if name not in [each.split(" forced")[0] for each in states[: world.rank]]:
    with open(result, "w") as file:
        file.writelines(f"{rank} of {world.size}: {each}\n" for rank, each in enumerate(states))
