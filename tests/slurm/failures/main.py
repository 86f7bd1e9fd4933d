"""Every way in which a job can fail, and one that is fine beside them."""

import time

from eflows2smk import FILE_IN, FILE_OUT, binary, constraint, prolog, task


@constraint(memory_size=0.4)
@task(result=FILE_OUT)
def eat(result):
    with open(result, "w") as file:
        file.write("half")
        file.flush()
        eaten = bytearray(b"x") * 1_500_000_000
        # Slurm looks every now and then.
        time.sleep(30)
        file.write(str(len(eaten)))


@task(result=FILE_OUT)
def wait(result):
    with open(result, "w") as file:
        file.write("half")
        file.flush()
        time.sleep(300)


@task(result=FILE_OUT)
def idle(result):
    time.sleep(300)


@binary(binary="sh", args="-c 'echo half > {{result}}; echo the mesh is broken >&2; exit 3'")
@task(result=FILE_OUT)
def fail(result):
    pass


@prolog(binary="sh", args="-c 'echo no licence >&2; exit 4'")
@binary(binary="sh", args="-c 'echo never > {{result}}'")
@task(result=FILE_OUT)
def unlicensed(result):
    pass


@task(result=FILE_OUT)
def succeed(result):
    with open(result, "w") as file:
        file.write("fine\n")


@task(source=FILE_IN, result=FILE_OUT)
def copy(source, result):
    with open(source) as one, open(result, "w") as other:
        other.write(one.read())


eat("out/eaten.txt")
wait("out/waited.txt")
idle("out/idled.txt")
fail("out/failed.txt")
unlicensed("out/unlicensed.txt")
succeed("out/fine.txt")
copy("out/failed.txt", "out/after.txt")
