"""Groups, barriers, and files that are deleted or looked for, under PyCOMPSs' own names."""

from pycompss.api.api import (
    TaskGroup,
    compss_barrier,
    compss_barrier_group,
    compss_delete_file,
    compss_delete_object,
    compss_file_exists,
    compss_wait_on,
)
from pycompss.api.constraint import Constraint
from pycompss.api.parameter import FILE_IN, FILE_OUT
from pycompss.api.task import task


@Constraint(computingUnits=1)
@task(path=FILE_OUT)
def write(path, text):
    with open(path, "w") as file:
        file.write(text)


@task(source=FILE_IN, target=FILE_OUT, isReplicated=False)
def double(source, target):
    with open(source) as old, open(target, "w") as new:
        new.write(2 * old.read())


@task(returns=1)
def length(text):
    return len(text)


if __name__ == "__main__":
    with TaskGroup("writers"):
        for name in ("a", "b"):
            write(f"parts/{name}.txt", name)
    for name in ("a", "b"):
        double(f"parts/{name}.txt", f"doubled/{name}.txt")
        compss_delete_file(f"parts/{name}.txt")
    with TaskGroup("others", implicit_barrier=False):
        write("other.txt", "other")
    compss_barrier_group("others")
    found = [compss_file_exists(path) for path in ("other.txt", "doubled/a.txt", "parts/a.txt", "missing.txt")]
    write("found.txt", repr(found))
    write("parts/kept.txt", "kept")
    write("scratch.txt", "for now")
    compss_delete_file("scratch.txt")
    size = compss_wait_on(length("text"))
    compss_delete_object(size)
    compss_barrier()
