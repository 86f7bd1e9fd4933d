import sys
from pycompss.api.task import task
from numpy import arange, array


def m(a, i=100):
    z = 0
    for n in range(1, i):
        z = z**2 + a
        if abs(z) > 2:
            return n
    return 0


@task(returns=list)
def group_tasks(y, X, n):
    Z = [0 for _ in range(len(X))]
    for ix, x in enumerate(X):
        Z[ix] = m(x + 1j * y, n)
    return Z


def mandelbrot(X, Y, Z, points):
    from pycompss.api.api import compss_wait_on

    for iy, y in enumerate(Y):
        Z[iy] = group_tasks(y, X, points)
    Z = compss_wait_on(Z)
    Z = array(Z)
    with open("mandelbrot.pgm", "w") as f:
        f.write("P2\n%d %d\n%d\n" % (Z.shape[1], Z.shape[0], points))
        for row in Z:
            f.write(" ".join(map(str, row)) + "\n")


if __name__ == "__main__":
    X = arange(-2, 0.5, 0.25)
    Y = arange(-1.0, 1.0, 0.5)
    Z = [[] for _ in range(len(Y))]
    n = int(sys.argv[1])
    mandelbrot(X, Y, Z, n)
