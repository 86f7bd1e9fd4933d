import json
import os
import sys

import numpy as np
from pycompss.api.api import compss_wait_on
from pycompss.api.constraint import constraint
from pycompss.api.task import task
from pycompss.api.parameter import *

from blocks.array import array_of, gather
from blocks.svd import tall_svd

N_CASES = 3


@constraint(computing_units="$ROM_CORES" if "ROM_CORES" in os.environ else 1)
@task(returns=np.ndarray)
def full_order_model(parameters, case):
    """Snapshots of one case: a column a time step."""
    x = np.linspace(0.0, 1.0, parameters["dofs"])
    return np.column_stack([np.exp(-case * t * x) for t in range(1, parameters["steps"] + 1)])


@task(basis_file=FILE_OUT)
def save_basis(basis, basis_file):
    np.savetxt(basis_file, basis, fmt="%.6f")


@task(returns=1)
def project(basis, snapshots):
    return float(np.linalg.norm(snapshots - basis @ (basis.T @ snapshots)))


def load_parameters(name):
    with open(name) as f:
        return json.load(f)


if __name__ == "__main__":
    parameters = load_parameters(sys.argv[1])
    results = []
    for case in range(1, N_CASES + 1):
        results.append(full_order_model(parameters, case))
    snapshots = array_of(results)
    basis = tall_svd(snapshots, parameters["rank"])
    save_basis(basis, "basis.txt")
    errors = compss_wait_on([project(basis, s) for s in gather(snapshots)])
    with open("errors.json", "w") as f:
        json.dump([round(e, 6) for e in errors], f)
