"""Two calls that take long while there are files named after them."""

from eflows2smk import FILE_OUT, task


@task(result=FILE_OUT)
def hold(name, result):
    import os
    import time

    with open(result, "w") as file:
        file.write("begun, ")
        file.flush()
        while os.path.exists(name):
            time.sleep(0.2)
        file.write("ended\n")


for name in ("first", "second"):
    hold(name, f"out/{name}.txt")
