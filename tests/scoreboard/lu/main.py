import os

import numpy as np
from pycompss.api.api import compss_wait_on
from pycompss.api.parameter import INOUT
from pycompss.api.task import task

N = int(os.environ.get("LU_BLOCKS", 2))
B = 3


def genmatrix():
    return [[gen_block(i, j) for j in range(N)] for i in range(N)]


@task(returns=list)
def gen_block(i, j):
    block = np.random.RandomState(i * N + j).rand(B, B)
    if i == j:
        block += np.eye(B) * 2 * B
    return block


@task(diag=INOUT)
def lu0(diag):
    for k in range(B):
        for i in range(k + 1, B):
            diag[i, k] /= diag[k, k]
            diag[i, k + 1 :] -= diag[i, k] * diag[k, k + 1 :]


@task(row=INOUT)
def bdiv(diag, row):
    u = np.triu(diag)
    row[:] = np.linalg.solve(u.T, row.T).T


@task(col=INOUT)
def fwd(diag, col):
    l = np.tril(diag, -1) + np.eye(B)
    col[:] = np.linalg.solve(l, col)


@task(inner=INOUT)
def bmod(row, col, inner):
    inner -= row @ col


a = genmatrix()
for k in range(N):
    lu0(a[k][k])
    for j in range(k + 1, N):
        fwd(a[k][k], a[k][j])
    for i in range(k + 1, N):
        bdiv(a[k][k], a[i][k])
        for j in range(k + 1, N):
            bmod(a[i][k], a[k][j], a[i][j])
for i in range(N):
    for j in range(N):
        a[i][j] = compss_wait_on(a[i][j])
with open("lu.txt", "w") as f:
    for row in a:
        for block in row:
            f.write(np.array2string(block, precision=5, suppress_small=True) + "\n")
