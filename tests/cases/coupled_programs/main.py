"""Two programs in one MPI world: an ocean and an atmosphere that tell each other their state."""

from eflows2smk import FILE_IN, FILE_OUT, mpmd_mpi, software, task


@software(config_file="climate.json")
def climate(forcing, ocean, atmosphere):
    """Run both models."""


@mpmd_mpi(
    runner="mpiexec",
    programs=[
        {"binary": "python", "args": "model.py 'a long name' {{ocean}}"},
        {"binary": "python", "args": "model.py atmosphere {{atmosphere}}", "processes": 1},
    ],
)
@task(ocean=FILE_OUT, atmosphere=FILE_OUT)
def control(ocean, atmosphere):
    """Run both models with one process each."""


@task(path=FILE_OUT)
def forcing(strength, path):
    with open(path, "w") as file:
        file.write(f"{strength}\n")


@task(ocean=FILE_IN, control=FILE_IN, result=FILE_OUT)
def compare(ocean, control, result):
    with open(ocean) as one, open(control) as two, open(result, "w") as out:
        out.write(one.read() + two.read())


if __name__ == "__main__":
    control("control/ocean.txt", "control/atmosphere.txt")
    for strength in (1, 4):
        forcing(strength, f"forced/{strength}.txt")
        climate(f"forced/{strength}.txt", f"forced/{strength}/ocean.txt", f"forced/{strength}/atmosphere.txt")
    compare("forced/4/ocean.txt", "control/ocean.txt", "comparison.txt")
