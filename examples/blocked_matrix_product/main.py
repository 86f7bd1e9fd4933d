"""The product of two matrices by blocks: nested lists of objects, and blocks that many tasks add to."""

import sys

import numpy as np

from eflows2smk import COLLECTION_IN, FILE_OUT, INOUT, Depth, Type, task

BLOCKS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
SIZE = 32


@task(returns=1)
def random_block(seed):
    return np.random.default_rng(seed).random((SIZE, SIZE))


@task(returns=1)
def empty_block():
    return np.zeros((SIZE, SIZE))


@task(c=INOUT)
def multiply(a, b, c):
    c += a @ b


@task(
    a={Type: COLLECTION_IN, Depth: 2},
    b={Type: COLLECTION_IN, Depth: 2},
    c={Type: COLLECTION_IN, Depth: 2},
    report=FILE_OUT,
)
def check(a, b, c, report):
    difference = np.abs(np.block(a) @ np.block(b) - np.block(c)).max()
    with open(report, "w") as file:
        file.write(f"{len(c)} x {len(c)} blocks of {SIZE} x {SIZE}\n")
        file.write(f"trace {np.trace(np.block(c)):.6f}\n")
        file.write("correct\n" if difference < 1e-9 else f"wrong by {difference}\n")


def main():
    a = [[random_block(1000 + i * BLOCKS + j) for j in range(BLOCKS)] for i in range(BLOCKS)]
    b = [[random_block(2000 + i * BLOCKS + j) for j in range(BLOCKS)] for i in range(BLOCKS)]
    c = [[empty_block() for _ in range(BLOCKS)] for _ in range(BLOCKS)]
    for i in range(BLOCKS):
        for j in range(BLOCKS):
            for k in range(BLOCKS):
                multiply(a[i][k], b[k][j], c[i][j])
    check(a, b, c, "product.txt")


if __name__ == "__main__":
    main()
