import numpy as np
from pycompss.api.task import task
from pycompss.api.parameter import COLLECTION_IN


@task(returns=1)
def _local(block, rank):
    u, s, _ = np.linalg.svd(block, full_matrices=False)
    return u[:, :rank] * s[:rank]


@task(parts=COLLECTION_IN, returns=1)
def _combine(parts, rank):
    u, _, _ = np.linalg.svd(np.hstack(parts), full_matrices=False)
    u = u[:, :rank]
    return u * np.sign(u[0] + 1e-300)


def tall_svd(array, rank):
    parts = [_local(block, rank) for block in array.blocks]
    return _combine(parts, rank)
