from pycompss.api.constraint import constraint
from pycompss.api.parameter import FILE_IN, FILE_OUT
from pycompss.api.task import task

from .settings import CORES


@task(expression=FILE_IN, model=FILE_OUT)
def personalise(expression, sample, model):
    genes = []
    with open(expression) as handle:
        names = handle.readline().split()
        place = names.index(sample)
        for line in handle:
            words = line.split()
            genes.append((words[0], float(words[place])))
    with open(model, "w") as handle:
        for gene, value in genes:
            handle.write("$u_%s = %.3f;\n" % (gene, value))


@constraint(computing_units=CORES)
@task(model=FILE_IN, out=FILE_OUT)
def simulate(model, seed, out):
    total = 0.0
    with open(model) as handle:
        for number, line in enumerate(handle):
            rate = float(line.split("=")[1].strip(" ;\n"))
            total += rate * ((seed * 7919 + number) % 13)
    with open(out, "w") as handle:
        handle.write("time,cells\n0,100\n1,%.4f\n" % (100 + total))
