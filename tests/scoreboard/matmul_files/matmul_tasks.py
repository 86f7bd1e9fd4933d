from pycompss.api.parameter import FILE_IN, FILE_INOUT
from pycompss.api.task import task


@task(a_file=FILE_IN, b_file=FILE_IN, c_file=FILE_INOUT)
def multiply(a_file, b_file, c_file, size):
    a, b, c = load(a_file), load(b_file), load(c_file)
    for i in range(size):
        for j in range(size):
            for k in range(size):
                c[i][j] += a[i][k] * b[k][j]
    with open(c_file, "w") as f:
        for row in c:
            f.write(" ".join(str(v) for v in row) + "\n")


def load(path):
    with open(path) as f:
        return [[float(v) for v in line.split()] for line in f]
