"""Two solvers that exchange a boundary in a fixed number of windows."""

from eflows2smk import *


class Boundary:
    def __init__(self, values):
        self.values = values
        self.history = []

    def residual(self):
        return sum(abs(v) for v in self.values)


@task(boundary=INOUT)
def fluid(boundary, window):
    boundary.values = [v * 0.5 + window for v in boundary.values]
    boundary.history.append(("fluid", window))


@task(boundary=INOUT)
def structure(boundary, window):
    boundary.values = [v - 1 for v in boundary.values]
    boundary.history.append(("structure", window))


@task(out=FILE_OUT)
def snapshot(boundary, out):
    with open(out, "w") as f:
        for solver, window in boundary.history:
            f.write(f"{solver} {window}\n")
        f.write(" ".join(f"{v:.4f}" for v in boundary.values) + "\n")


windows = 3
state = Boundary([4.0, 2.0])
for w in range(windows):
    fluid(state, w)
    structure(state, w)
    snapshot(state, f"window{w}.txt")
state = wait_on(state)
print("final residual", round(state.residual(), 4))
with open("residual.txt", "w") as f:
    f.write("%.4f" % state.residual())
