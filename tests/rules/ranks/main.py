"""One function that works on two MPI processes, and one that fails on the second of them."""

from eflows2smk import COLLECTION_IN, FILE_OUT, block_count, block_length, mpi, stride, task


@mpi(runner="mpiexec", processes=2, data_layout={block_count: 2, block_length: 1, stride: 1})
@task(data=COLLECTION_IN, returns=1)
def double(data):
    return 2 * data


@mpi(runner="mpiexec", processes=2)
@task(path=FILE_OUT)
def fail(path, ranks):
    from mpi4py import MPI

    world = MPI.COMM_WORLD
    if world.rank in ranks:
        raise ValueError(f"rank {world.rank} does not want to")
    # The others wait here for the one that has failed.
    world.barrier()
    if world.rank == 0:
        with open(path, "w") as file:
            file.write("done\n")


@task(results=COLLECTION_IN, path=FILE_OUT)
def write(results, path):
    with open(path, "w") as file:
        file.write(f"{results}\n")


if __name__ == "__main__":
    write(double([10, 20]), "written.txt")
    fail("failed.txt", (1,))
