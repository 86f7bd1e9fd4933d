from pycompss.api.software import software
from pycompss.api.api import compss_barrier, compss_wait_on


@software(config_file="descriptions/mesher.json")
def mesh(geometry, out):
    pass


@software(config_file="descriptions/solver.json")
def solve(mesh_file, viscosity, result):
    """Runs in Python."""
    with open(mesh_file) as f:
        cells = len(f.read().split())
    with open(result, "w") as f:
        f.write("%.3f\n" % (cells * viscosity))
    return cells


def main():
    counts = []
    for geometry in ["wing", "body"]:
        mesh(f"geometry/{geometry}.txt", f"{geometry}.mesh")
        counts.append(solve(f"{geometry}.mesh", 0.25, f"{geometry}.result"))
    compss_barrier()
    counts = compss_wait_on(counts)
    print("cells:", counts)


if __name__ == "__main__":
    main()
