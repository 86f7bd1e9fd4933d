from pycompss.api.parameter import FILE_IN, FILE_OUT
from pycompss.api.task import task


@task(out=FILE_OUT)
def simulate(angle, options, out):
    with open(out, "w") as f:
        for t in range(3):
            f.write("%d,%.3f\n" % (t, t * options["speed"] + angle))


@task(table=FILE_IN, returns=1)
def summarise(table):
    with open(table) as f:
        return sum(float(line.split(",")[1]) for line in f)
