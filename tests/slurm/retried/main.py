"""A task that needs more memory than its author thought, and says that it may be tried again."""

from eflows2smk import FILE_OUT, constraint, task


@constraint(memory_size=0.5)
@task(result=FILE_OUT, on_failure="RETRY")
def underestimated(result):
    import time

    held = bytearray(b"x") * 600_000_000
    time.sleep(3)
    with open(result, "w") as file:
        file.write(f"{len(held)}\n")


underestimated("out/held.txt")
