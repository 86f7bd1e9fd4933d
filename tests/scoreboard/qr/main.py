import sys

import numpy as np
from pycompss.api.api import compss_barrier, compss_wait_on
from pycompss.api.parameter import *
from pycompss.api.task import task


@task(returns=np.ndarray)
def create_block(size, seed, kind="random"):
    if kind == "zeros":
        return np.zeros((size, size))
    if kind == "identity":
        return np.identity(size)
    return np.random.RandomState(seed).rand(size, size)


@task(returns=2)
def qr_block(a):
    q, r = np.linalg.qr(a, mode="complete")
    return q, r


@task(returns=1)
def dot(a, b, transpose=False):
    return np.dot(a, b.T if transpose else b)


@task(returns=6)
def little_qr(a, b, size):
    q, r = np.linalg.qr(np.vstack([a, b]), mode="complete")
    return q[:size, :size], q[:size, size:], q[size:, :size], q[size:, size:], r[:size], r[size:]


@task(c=INOUT)
def multiply_accumulate(a, b, c):
    c += np.dot(a, b)


def multiply_single(q, row1, row2, size):
    result1, result2 = [], []
    for x, y in zip(row1, row2):
        first, second = create_block(size, 0, "zeros"), create_block(size, 0, kind="zeros")
        multiply_accumulate(q[0][0], x, first)
        multiply_accumulate(q[0][1], y, first)
        multiply_accumulate(q[1][0], x, second)
        multiply_accumulate(q[1][1], y, second)
        result1.append(first)
        result2.append(second)
    return result1, result2


@task(returns=1)
def transposed(a):
    return a.T


def qr_blocked(a, blocks, size):
    r = [list(row) for row in a]
    for i in range(blocks):
        q, r[i][i] = qr_block(r[i][i])
        for j in range(i + 1, blocks):
            r[i][j] = dot(transposed(q), r[i][j])
        for j in range(i + 1, blocks):
            sub = [[None, None], [None, None]]
            sub[0][0], sub[0][1], sub[1][0], sub[1][1], r[i][i], r[j][i] = little_qr(r[i][i], r[j][i], size)
            t = [[transposed(sub[0][0]), transposed(sub[1][0])], [transposed(sub[0][1]), transposed(sub[1][1])]]
            r[i][i + 1 :], r[j][i + 1 :] = multiply_single(t, r[i][i + 1 :], r[j][i + 1 :], size)
    return r


if __name__ == "__main__":
    blocks, size = int(sys.argv[1]), int(sys.argv[2])
    a = [[create_block(size, 10 * i + j) for j in range(blocks)] for i in range(blocks)]
    r = qr_blocked(a, blocks, size)
    compss_barrier()
    r = compss_wait_on(r)
    full = np.block(r)
    np.savetxt("r.txt", abs(np.triu(full)), fmt="%.6f")
