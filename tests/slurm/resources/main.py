"""Programs that say where they run and what they were given."""

from eflows2smk import FILE_OUT, binary, constraint, mpi, multinode, task

TWO_AND_A_GPU = [
    {"processorType": "CPU", "computingUnits": 2},
    {"processorType": "GPU", "computingUnits": 1},
]
A_GPU = [{"processorType": "GPU", "computingUnits": 1}]


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


@constraint(processors=A_GPU)
@mpi(runner="mpiexec", binary="python", args="where.py {{result}}", processes=2)
@task(result=FILE_OUT)
def both(result):
    pass


@mpi(runner="mpiexec", binary="python", args="where.py {{result}}", processes=2, processes_per_node=1)
@task(result=FILE_OUT)
def apart(result):
    pass


@constraint(processors=A_GPU)
@mpi(runner="mpiexec", binary="python", args="where.py {{result}}", processes=2, processes_per_node=1)
@task(result=FILE_OUT)
def accelerated_apart(result):
    pass


@constraint(processors=A_GPU)
@multinode(computing_nodes=2)
@task(result=FILE_OUT)
def accelerated_nodes(result):
    import where

    where.write(result)


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
apart("apart.json")
accelerated_apart("accelerated_apart.json")
accelerated_nodes("accelerated_nodes.json")
chosen("chosen.json")
