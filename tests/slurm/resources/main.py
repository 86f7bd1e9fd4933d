"""Programs that say where they run and what they were given."""

from eflows2smk import FILE_OUT, binary, constraint, mpi, task

TWO_AND_A_GPU = [
    {"processorType": "CPU", "computingUnits": 2},
    {"processorType": "GPU", "computingUnits": 1},
]
TWO_GPUS = [{"processorType": "GPU", "computingUnits": 2}]


@constraint(computing_units=2, memory_size=0.5, wall_clock_limit=5, host_queues="short")
@binary(binary="python", args="where.py {{result}}")
@task(result=FILE_OUT)
def threaded(result):
    pass


@constraint(computing_units=2, memory_size=0.5)
@mpi(runner="mpiexec", binary="python", args="where.py {{result}}", processes=4, processes_per_node=2)
@task(result=FILE_OUT)
def spread(result):
    pass


@mpi(runner="mpiexec", binary="python", args="where.py {{result}}", processes=4, processes_per_node=2)
@task(result=FILE_OUT)
def thin(result):
    pass


@constraint(computing_units="cores")
@mpi(runner="mpiexec", flags="-prepend-rank", binary="python", args="where.py {{result}}", processes=2)
@task(result=FILE_OUT)
def various(cores, result):
    pass


@mpi(runner="mpiexec", binary="python", args="where.py {{result}}", processes=1)
@task(result=FILE_OUT)
def alone(result):
    pass


@binary(binary="python", args="where.py {{result}}")
@task(result=FILE_OUT)
def singleton(result):
    pass


@constraint(processors=TWO_AND_A_GPU)
@binary(binary="python", args="where.py {{result}}")
@task(result=FILE_OUT)
def accelerated(result):
    pass


@constraint(processors=TWO_GPUS)
@mpi(runner="mpiexec", binary="python", args="where.py {{result}}", processes=2)
@task(result=FILE_OUT)
def both(result):
    pass


@constraint(memory_size=0.75, processor_architecture="n3")
@task(result=FILE_OUT, time_out=90)
def chosen(result):
    import where

    where.write(result)


threaded("threaded.json")
spread("spread.json")
thin("thin.json")
for cores in (1, 2):
    various(cores, f"various_{cores}.json")
alone("alone.json")
singleton("singleton.json")
accelerated("accelerated.json")
both("both.json")
chosen("chosen.json")
