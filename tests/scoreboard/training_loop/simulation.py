import os

from pycompss.api.binary import binary
from pycompss.api.parameter import *
from pycompss.api.task import task


@task(wdir=DIRECTORY_OUT)
def prepare(values, sampling, parameters, wdir, name):
    os.makedirs(wdir, exist_ok=True)
    with open(os.path.join(wdir, name + ".dat"), "w") as f:
        for variable, value in zip(sampling["variables"], values):
            f.write("%s %.6f\n" % (variable["name"], value))
        f.write("STEPS %d\n" % parameters["steps"])


@binary(
    binary="sh",
    args="-c 'cp {{wdir}}/{{name}}.dat {{wdir}}/{{name}}.res; wc -l < {{wdir}}/{{name}}.dat >> {{wdir}}/{{name}}.res'",
)
@task(wdir=DIRECTORY_INOUT)
def simulation(wdir, name):
    pass


@task(returns=1, wdir=DIRECTORY_IN)
def collect_results(wdir, name):
    with open(os.path.join(wdir, name + ".res")) as f:
        return sum(float(line.split()[-1]) for line in f)
