import numpy as np
from eflows2smk import COLLECTION_IN, FILE_OUT, task, wait_on


class Array:
    def __init__(self, blocks, shape):
        self.blocks, self.shape = blocks, shape


@task(returns=1)
def load(start, stop):
    rows = np.arange(start, stop, dtype=float)
    return np.column_stack([rows, rows**2 % 7, np.sin(rows)])


@task(parts=COLLECTION_IN, returns=1)
def mean(parts):
    return np.vstack(parts).mean(axis=0)


@task(returns=1)
def scatter(block, centre):
    d = block - centre
    return d.T @ d


@task(parts=COLLECTION_IN, returns=2)
def eigen(parts):
    values, vectors = np.linalg.eigh(sum(parts))
    return values[::-1], vectors[:, ::-1]


@task(out=FILE_OUT)
def report(values, out):
    with open(out, "w") as f:
        f.write("\n".join("%.6f" % v for v in values) + "\n")


class PCA:
    def __init__(self, n_components=2):
        self.n_components = n_components
        self.components_ = None

    def fit(self, x):
        centre = mean(x.blocks)
        products = [scatter(b, centre) for b in x.blocks]
        self.explained_variance_, self.components_ = eigen(products)
        return self


size, step = 12, 4
x = Array([load(i, i + step) for i in range(0, size, step)], (size, 3))
model = PCA(n_components=2).fit(x)
report(model.explained_variance_, "variance.txt")
vectors = wait_on(model.components_)
print(abs(vectors[:, : model.n_components]).round(4).tolist())
