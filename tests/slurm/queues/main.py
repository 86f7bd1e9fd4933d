"""Calls in several queues, and one with several processes."""

from eflows2smk import FILE_OUT, binary, constraint, mpi, task

WRITE = "-c 'echo here | tee {{result}}'"


@constraint(host_queues="short")
@binary(binary="sh", args=WRITE)
@task(result=FILE_OUT)
def brief(result):
    pass


@binary(binary="sh", args=WRITE)
@task(result=FILE_OUT)
def usual(result):
    pass


@constraint(host_queues="short, main")
@binary(binary="sh", args=WRITE)
@task(result=FILE_OUT)
def anywhere(result):
    pass


@mpi(runner="mpiexec", binary="sh", args=WRITE, processes=2)
@task(result=FILE_OUT)
def launched(result):
    pass


brief("brief.txt")
usual("usual.txt")
anywhere("anywhere.txt")
launched("launched.txt")
