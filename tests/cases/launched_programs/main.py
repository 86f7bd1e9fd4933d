"""Programs that others start. The launchers here are stand-ins that write down how they were called."""

from eflows2smk import (
    FILE_IN,
    FILE_OUT,
    FILE_OUT_STDOUT,
    Prefix,
    Type,
    constraint,
    decaf,
    julia,
    multinode,
    ompss,
    software,
    task,
)


@julia(script="fractal.jl", executor="stand-ins/julia", args="--threads 2")
@task(result=FILE_OUT_STDOUT)
def fractal(x, y, result):
    pass


@julia(script="dates.jl", executor="stand-ins/julia", args="-d {{day}}")
@task(result=FILE_OUT_STDOUT)
def date(day, result):
    pass


@multinode(computing_nodes=2)
@constraint(computing_units=1)
@julia(script="distributed.jl", executor="stand-ins/julia")
@task(result=FILE_OUT_STDOUT)
def distributed(result):
    pass


@software(config_file="application.json")
def application(size, result):
    """A COMPSs application of its own."""


@ompss(binary="stand-ins/stencil")
@task(mesh={Type: FILE_IN, Prefix: "--mesh="}, result={Type: FILE_OUT, Prefix: "--out="})
def stencil(mesh, steps, result):
    pass


@constraint(computing_units=3)
@decaf(df_script="stand-ins/dataflow.py", df_executor="dataflow.sh", runner="mpirun")
@task(result=FILE_OUT)
def dataflow(steps, result):
    pass


if __name__ == "__main__":
    for step in (1, 2):
        fractal(-0.05 * step, 0.0315, f"julia/{step}.txt")
    date("the first day", "julia/date.txt")
    distributed("julia/nodes.txt")
    application(10, "compss/ten.txt")
    stencil("julia/date.txt", 5, "ompss/stencil.txt")
    dataflow(7, "decaf/flow.txt")
