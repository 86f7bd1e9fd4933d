from pycompss.api.api import compss_barrier, compss_wait_on
from pycompss.api.on_failure import on_failure
from pycompss.api.task import task
from pycompss.api.parameter import *


@on_failure(management="IGNORE", returns=-1)
@task(returns=1)
def risky(i):
    if i == 1:
        raise ValueError("member 1 has no solution")
    return i * 10


@task(out=FILE_OUT)
def store(values, out):
    with open(out, "w") as f:
        f.write(repr(values))


values = compss_wait_on([risky(i) for i in range(3)])
store(values, "values.txt")
compss_barrier()
