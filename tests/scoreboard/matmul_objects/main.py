from pycompss.api.api import compss_wait_on
from pycompss.api.parameter import INOUT
from pycompss.api.task import task


class Block(object):
    def __init__(self, size, value=0.0):
        self.size = size
        self.values = [[value] * size for _ in range(size)]

    @task(c=INOUT)
    def multiply(self, b, c):
        for i in range(self.size):
            for j in range(self.size):
                for k in range(self.size):
                    c.values[i][j] += self.values[i][k] * b.values[k][j]

    def __repr__(self):
        return "\n".join(" ".join("%g" % v for v in row) for row in self.values)


def matrix(n, size, value):
    return [[Block(size, value(i, j)) for j in range(n)] for i in range(n)]


if __name__ == "__main__":
    n, size = 2, 2
    a = matrix(n, size, lambda i, j: i + 1.0)
    b = matrix(n, size, lambda i, j: j + 0.5)
    c = matrix(n, size, lambda i, j: 0.0)
    for i in range(n):
        for j in range(n):
            for k in range(n):
                a[i][k].multiply(b[k][j], c[i][j])
    with open("c.txt", "w") as f:
        for i in range(n):
            for j in range(n):
                c[i][j] = compss_wait_on(c[i][j])
                f.write(repr(c[i][j]) + "\n")
