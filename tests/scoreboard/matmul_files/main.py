import os
import sys

from pycompss.api.api import compss_barrier, compss_open
from matmul_tasks import multiply

MSIZE = 2
BSIZE = 2
A, B, C = [], [], []
A_NAME, B_NAME, C_NAME = "A", "B", "C"


def main():
    initialize_variables()
    fill_matrices()
    for i in range(MSIZE):
        for j in range(MSIZE):
            for k in range(MSIZE):
                multiply(A[i][k], B[k][j], C[i][j], BSIZE)
    compss_barrier()
    trace = 0.0
    for i in range(MSIZE):
        with compss_open(C[i][i]) as f:
            trace += sum(float(line.split()[n]) for n, line in enumerate(f))
    print("trace", trace)


def initialize_variables():
    for matrix, name in ((A, A_NAME), (B, B_NAME), (C, C_NAME)):
        for i in range(MSIZE):
            matrix.append([])
            for j in range(MSIZE):
                matrix[i].append(f"{name}.{i}.{j}")


def fill_matrices():
    for i in range(MSIZE):
        for j in range(MSIZE):
            with open(A[i][j], "w") as fa, open(B[i][j], "w") as fb, open(C[i][j], "w") as fc:
                for ii in range(BSIZE):
                    fa.write(" ".join(["2.0"] * BSIZE) + "\n")
                    fb.write(" ".join(["%.1f" % (i + ii)] * BSIZE) + "\n")
                    fc.write(" ".join(["0.0"] * BSIZE) + "\n")


if __name__ == "__main__":
    main()
