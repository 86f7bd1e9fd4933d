import os
from pycompss.api.mpi import mpi
from pycompss.api.constraint import constraint
from pycompss.api.parameter import *
from pycompss.api.task import task
from pycompss.api.api import compss_wait_on


@constraint(computing_units="1")
@mpi(runner="mpirun", processes="2")
@task(returns=list)
def ranks(values):
    from mpi4py import MPI

    comm = MPI.COMM_WORLD
    mine = sum(values[comm.rank :: comm.size])
    return comm.allreduce(mine)


@task(out=FILE_OUT)
def save(totals, out):
    with open(out, "w") as f:
        f.write(str(totals) + "\n")


totals = ranks([1, 2, 3, 4])
save(totals, "totals.txt")
print(compss_wait_on(totals))
