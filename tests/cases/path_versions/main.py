"""A path that is written again and again; each reader gets what was there when it was called."""

from eflows2smk import FILE_IN, FILE_OUT, task


@task(state=FILE_OUT)
def write(value, state):
    with open(state, "w") as file:
        file.write(str(value))


@task(state=FILE_IN, result=FILE_OUT)
def read(state, result):
    with open(state) as file, open(result, "w") as out:
        out.write("read " + file.read())


for step in range(4):
    write(step * step, "state.txt")
    read("state.txt", f"results/{step}.txt")
