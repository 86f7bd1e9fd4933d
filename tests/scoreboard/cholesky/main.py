import argparse
import numpy as np

from pycompss.api.task import task
from pycompss.api.parameter import *
from pycompss.api.api import compss_wait_on, compss_barrier, compss_delete_object
from pycompss.api.constraint import constraint

ComputingUnits = "1"


@constraint(computing_units=ComputingUnits)
@task(returns=1)
def create_block(big_size, size, is_diag, seed):
    rng = np.random.RandomState(seed)
    block = rng.rand(size, size)
    block = (block + block.T) / 2
    if is_diag:
        block += np.eye(size) * big_size * 2
    return block


@constraint(computing_units=ComputingUnits)
@task(returns=np.ndarray)
def potrf(a):
    return np.linalg.cholesky(a)


@constraint(computing_units=ComputingUnits)
@task(returns=np.ndarray)
def solve_triangular(a, b):
    return np.linalg.solve(a, b.T).T


@constraint(computing_units=ComputingUnits)
@task(returns=np.ndarray)
def gemm(alpha, a, b, c, beta):
    return beta * c + alpha * a @ b.T


def cholesky_blocked(a):
    n = len(a)
    for k in range(n):
        a[k][k] = potrf(a[k][k])
        for i in range(k + 1, n):
            a[i][k] = solve_triangular(a[k][k], a[i][k])
            a[k][i] = None
        for i in range(k + 1, n):
            for j in range(i, n):
                a[j][i] = gemm(-1.0, a[j][k], a[i][k], a[j][i], 1.0)
    return a


def main(args):
    a = []
    for i in range(args.blocks):
        a.append([])
        for j in range(args.blocks):
            a[i].append(None)
    for i in range(args.blocks):
        a[i][i] = create_block(args.blocks * args.size, args.size, True, i)
        for j in range(i):
            a[i][j] = create_block(args.blocks * args.size, args.size, is_diag=False, seed=100 + i * args.blocks + j)
    compss_barrier()
    res = cholesky_blocked(a)
    res = compss_wait_on(res)
    with open(args.out, "w") as f:
        for row in res:
            for block in row:
                f.write("-\n" if block is None else f"{np.tril(block).sum():.6f}\n")
    compss_delete_object(a)


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("blocks", type=int)
    p.add_argument("size", type=int)
    p.add_argument("--out", default="l.txt")
    main(p.parse_args())
