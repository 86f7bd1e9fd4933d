"""A chain whose last part takes long while there is a file named ``slow``."""

from eflows2smk import FILE_OUT, task


@task(returns=1)
def prepare():
    return "prepared"


@task(result=FILE_OUT)
def conclude(what, result):
    import os
    import time

    # What an attempt before has left would stay.
    with open(result, "a") as file:
        file.write(f"{what} and ")
        file.flush()
        while os.path.exists("slow"):
            time.sleep(0.2)
        file.write("concluded\n")


conclude(prepare(), "out/result.txt")
