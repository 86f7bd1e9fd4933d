import operator
from functools import partial, reduce

from pycompss.api.api import compss_wait_on
from pycompss.api.reduction import reduction
from pycompss.api.parameter import COLLECTION_IN
from pycompss.api.task import task


@task(returns=int)
def square(x):
    return x * x


@reduction(chunk_size="2")
@task(returns=int, values=COLLECTION_IN)
def total(values):
    return sum(values)


@task(returns=int)
def combine(a, b, how="add"):
    return getattr(operator, how)(a, b)


squares = [square(i) for i in range(4)]
results = [total(squares), reduce(combine, squares), reduce(partial(combine, how="mul"), squares[1:])]
results = compss_wait_on(results)
with open("reductions.txt", "w") as f:
    f.write(" ".join(map(str, results)) + "\n")
